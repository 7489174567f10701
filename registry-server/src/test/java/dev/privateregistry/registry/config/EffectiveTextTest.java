package dev.privateregistry.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config print}. */
class EffectiveTextTest {
  private static final String LEAST = "version: 0.1\nstorage: filesystem\n";

  private static ConfigReader.Result read(String text) {
    return ConfigReader.read(text, Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{version: 0.1, storage: filesystem}",
        "{version: 0.1, storage: {inmemory: {}}}",
        "{version: 0.1, storage: {filesystem: {rootdirectory: '/a: b # c'}}}",
        "{version: 0.1, storage: inmemory, log: {fields: {a: '', b: 'null', c: 'true', d: '0x1'}}}",
        "{version: 0.1, storage: inmemory, http: {net: unix, addr: /run/r.sock}}",
        "{version: 0.1, storage: inmemory, auth: {htpasswd: {realm: '#r', path: /p}}}",
        "{version: 0.1, storage: inmemory, http: {headers: {X-A: [a, 'b: c']}}}",
        "{version: 0.1, storage: inmemory, http: {tls: {certificate: /c, key: /k}}}"
      })
  void shouldReadAsTheSameConfiguration(String text) {
    ConfigReader.Result first = read(text);

    String printed = first.effective().get();

    assertEquals(first.configuration(), read(printed).configuration(), printed);
    assertEquals(printed, read(printed).effective().get());
  }

  @Test
  void shouldPrintEveryKeyThatIsGiven() throws IOException {
    String everything;
    try (var stream = EffectiveTextTest.class.getResourceAsStream("/config/everything.yml")) {
      everything = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    String printed = read(everything).effective().get();

    String expected = read(everything).configuration().toString();
    String filled = printed.replace("'***'", "secret").replace("***@", "user:secret@");
    assertEquals(expected, read(filled).configuration().toString());
    Values given = new Values((ConfigNode.Mapping) YamlText.parseFile(everything), new Problems());
    for (Key<?> key : Keys.ALL) {
      if (!ConfigNode.isNothing(given.find(key.path()))) {
        assertFalse(printed.contains("#   " + key.path() + ":"), key.path());
      }
    }
  }

  @Test
  void shouldPrintDefaultsAndSayWhatElseIsNotSet() {
    String printed = read(LEAST).effective().get();

    assertTrue(printed.contains("\n  addr: :5000\n"), printed);
    assertTrue(printed.contains("\n  draintimeout: 10s\n"), printed);
    assertTrue(printed.contains("\n    rootdirectory: /var/lib/registry\n"), printed);
    assertTrue(printed.contains("\n#   http.secret: random\n"), printed);
    assertTrue(printed.contains("\n#   http.tls.certificate: no TLS\n"), printed);
  }

  @Test
  void shouldHoldTheEnvironment() {
    ConfigReader.Result result =
        ConfigReader.read(LEAST, Map.of("REGISTRY_HTTP_ADDR", "127.0.0.1:80"));

    assertTrue(result.effective().get().contains("\n  addr: 127.0.0.1:80\n"));
  }

  @Test
  void shouldMaskSecrets() {
    String text =
        LEAST
            + """
            http: {secret: hunter2}
            notifications:
              endpoints:
                - name: chat
                  url: https://bot:hunter2@chat.example.com/hook
                  headers: {Authorization: [Bearer hunter2]}
            """;

    String printed = read(text).effective().get();

    assertFalse(printed.contains("hunter2"), printed);
    assertTrue(printed.contains("secret: '***'"), printed);
    assertTrue(printed.contains("url: https://***@chat.example.com/hook"), printed);
    assertTrue(printed.startsWith("# Secrets are shown as ***; serve refuses that"), printed);
    ConfigException refused = assertThrows(ConfigException.class, () -> read(printed));
    String refusal = String.join("; ", refused.problems());
    for (String key : List.of("http.secret", "url", "headers")) {
      assertTrue(refusal.contains(key), refusal);
    }
    assertTrue(refusal.contains("config print"), refusal);
  }

  @Test
  void shouldLeaveOutWhatHasNoEffect() {
    String printed = read(LEAST + "redis: {password: hunter2}\nunknown: 1\n").effective().get();

    assertFalse(printed.contains("redis") || printed.contains("unknown"), printed);
  }
}
