package dev.privateregistry.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/configuration.md} to the tables of keys. Written anew by {@code ./mvnw -pl
 * registry-server test -Dtest=ConfigurationReferenceTest -Ddocs.write}.
 */
class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void shouldDescribeEveryKeyInThePage() throws IOException {
    String page = page();
    if (System.getProperty("docs.write") != null) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertEquals(
        page,
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/configuration.md is out of date; write it anew with ./mvnw -pl registry-server test"
            + " -Dtest=ConfigurationReferenceTest -Ddocs.write");
  }

  private static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    String section = "-";
    for (Key<?> key : Keys.ALL) {
      String top = key.path().split("\\.")[0];
      if (!top.equals(section)) {
        section = top;
        page.append("\n### ").append(section).append("\n\n");
        page.append("| key | holds | default | meaning |\n|---|---|---|---|\n");
      }
      page.append(row("", key));
      for (Key<?> field : key.type().fields()) {
        page.append(row(key.path() + "[].", field));
      }
    }
    page.append(OTHERS);
    for (OtherKeys.Row row : OtherKeys.ALL) {
      String answer =
          switch (row.answer()) {
            case REFUSED -> "refused";
            case IGNORED -> "no effect";
          };
      page.append("| `%s` | %s | %s |\n".formatted(row.path(), answer, row.message()));
    }
    return page.toString();
  }

  private static String row(String prefix, Key<?> key) {
    return "| `%s%s` | %s | %s | %s |\n"
        .formatted(prefix, key.path(), key.type().notation(), key.fallbackText(), key.meaning());
  }

  private static final String INTRODUCTION =
      """
      # Configuration of the registry server

      <!-- Made from the tables of keys by ConfigurationReferenceTest; do not edit. -->

      `registry-server serve [CONFIG]` reads the `config.yml` of distribution (`registry:2`,
      `registry:3`). Without `CONFIG` it reads the file that `REGISTRY_CONFIGURATION_PATH` names, else
      `/etc/distribution/config.yml`, else `/etc/docker/registry/config.yml`, else it uses the settings
      of distribution's image: `/var/lib/registry`, `:5000`, deleting enabled, health and metrics on
      `:5001`.

      Every problem of a file is reported at once, with the key, the line or the variable, and the
      remedy. A key that nobody knows is a warning that names the nearest known one.

      ## Check and print

      ```
      registry-server config check config.yml
      registry-server config print config.yml
      ```

      `config check` reports every problem of the file, the environment and the files they name, as
      `serve` would find them, and exits with 1 when there is one. Warnings do not count. `config print`
      writes the configuration in force: the file, the environment and every default, as a config.yml.
      Secrets are masked.

      ## Environment

      `REGISTRY_A_B_C` overrides `a.b.c`, by the rule of distribution: values are YAML, variables apply
      in lexical order, a list takes an index (`REGISTRY_HTTP_HEADERS_X-Frame-Options_0=DENY`), and a
      name under `storage`, `auth`, `log.fields` or `http.headers` becomes lower-case unless the file
      has it in another spelling. Kubernetes sets variables of the same form for Services whose name
      starts with `registry`: set `enableServiceLinks: false`.

      Durations are written as in Go: `300ms`, `10s`, `1h30m`.

      ## Keys that work
      """;

  private static final String OTHERS =
      """

      ## Keys of distribution that do not

      Every key of distribution is in one of these tables; a test holds them to the list. A key
      whose loss would change what clients may do or get is refused; one that only tunes
      distribution's own machinery has no effect, and a warning says why. A section that is empty or
      says `disabled: true` is neither.

      | key | answer | message |
      |---|---|---|
      """;
}
