package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.netty.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config check} and {@code config print}. */
class ConfigCommandTest {
  private static final String LEAST = "version: 0.1\nstorage: {inmemory: {}}\n";

  @TempDir private Path folder;

  private record Outcome(int code, String text) {}

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yml"), text);
  }

  private static Outcome check(Path file, Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        ConfigCommand.check(
            Optional.of(file), environment, new PrintStream(out, true, StandardCharsets.UTF_8));
    return new Outcome(code, out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldFindNothingWrong() throws IOException {
    Path file = config(LEAST);

    assertEquals(new Outcome(0, file + ": 0 errors, 0 warnings\n"), check(file, Map.of()));
  }

  @Test
  void shouldNameEveryProblemWithItsPlaceAndRemedy() throws IOException {
    Path file = config(LEAST + "http: {adr: ':1', draintimeout: 10}\n");

    Outcome outcome = check(file, Map.of("REGISTRY_LOG_LEVEL", "loud", "REGISTRY_HTTP_HOTS", "x"));

    assertEquals(
        """
        error: %1$s: log.level (REGISTRY_LOG_LEVEL): 'loud' is not one of: error, warn, info, debug
        error: %1$s: http.draintimeout (line 3): '10' has no unit; write 10s for seconds
        %1$s: 2 errors, 0 warnings
        """
            .formatted(file),
        outcome.text());
    assertEquals(1, outcome.code());
  }

  @Test
  void shouldWarnOfMisspeltNames() throws IOException {
    Path file = config(LEAST + "http: {adr: ':1'}\n");

    Outcome outcome = check(file, Map.of("REGISTRY_HTTP_HOTS", "x"));

    assertEquals(
        """
        warning: %1$s: REGISTRY_HTTP_HOTS is not a setting of the registry; ignored; did you mean \
        REGISTRY_HTTP_HOST?
        warning: %1$s: http.adr (line 3) is not a known key; did you mean http.addr?
        %1$s: 0 errors, 2 warnings
        """
            .formatted(file),
        outcome.text());
    assertEquals(0, outcome.code());
  }

  @Test
  void shouldLookIntoTheFilesThatAreNamed() throws IOException {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    TestCertificates.elliptic(1).write(certificate, folder.resolve("other.key"));
    TestCertificates.elliptic(2).write(folder.resolve("other.crt"), key);
    Path file =
        config(
            LEAST
                + "http: {tls: {certificate: %s, key: %s}}\n".formatted(certificate, key)
                + "auth: {htpasswd: {realm: r, path: %s}}\n".formatted(folder.resolve("users")));

    Outcome outcome = check(file, Map.of());

    assertTrue(outcome.text().contains("does not belong to the first certificate"), outcome.text());
    assertTrue(outcome.text().contains("auth.htpasswd.path: "), outcome.text());
    assertTrue(outcome.text().endsWith(": 2 errors, 0 warnings\n"), outcome.text());
    assertEquals(1, outcome.code());
  }

  @Test
  void shouldSayThatThereIsNoSuchFile() {
    Outcome outcome = check(folder.resolve("none.yml"), Map.of());

    assertTrue(
        outcome.text().startsWith("error: " + folder.resolve("none.yml") + ": no such file"));
    assertEquals(1, outcome.code());
  }

  @Test
  void shouldPrintWhatServeAccepts() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code =
        ConfigCommand.print(
            Optional.of(config(LEAST + "redis: {addrs: [a]}\n")),
            Map.of("REGISTRY_HTTP_ADDR", ":80"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertEquals(0, code);
    Path printed = Files.write(folder.resolve("printed.yml"), out.toByteArray());
    assertEquals(new Outcome(0, printed + ": 0 errors, 0 warnings\n"), check(printed, Map.of()));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("addr: :80"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("redis (line 3) has no effect"));
  }

  @Test
  void shouldBeFoundOnTheCommandLine() throws IOException {
    assertEquals(0, Main.run("config", "check", config(LEAST).toString()));
    assertEquals(0, Main.run("config", "print", config(LEAST).toString()));
    assertEquals(2, Main.run("config"));
  }
}
