package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTranslationTest {
  private final PathTranslation translation =
      new PathTranslation(
          Map.of(
              "/var/lib/registry", Path.of("/data/volumes/images"),
              "/etc/registry", Path.of("/data/etc"),
              "/etc/registry/tls", Path.of("/data/tls"),
              "/tmp/", Path.of("/data/tmp/registry")));

  @ParameterizedTest
  @CsvSource({
    "/var/lib/registry, /data/volumes/images",
    "/var/lib/registry/docker/x, /data/volumes/images/docker/x",
    "rootdirectory: /var/lib/registry, rootdirectory: /data/volumes/images",
    "\"/etc/registry/tls/tls.crt\", \"/data/tls/tls.crt\"",
    "/etc/registry/config.yml, /data/etc/config.yml",
    "--key=/etc/registry/tls/tls.key, --key=/data/tls/tls.key",
    "a:/etc/registry:/tmp, a:/data/etc:/data/tmp/registry",
    "{path: /etc/registry/htpasswd}, {path: /data/etc/htpasswd}",
  })
  void shouldReplaceMountPathAtPathBoundary(String text, String translated) {
    assertEquals(translated, translation.translate(text));
  }

  @ParameterizedTest
  @CsvSource({
    "/var/lib/registry-old",
    "/var/lib/registry.bak/x",
    "/srv/var/lib/registry",
    "./var/lib/registry",
    "//tmp",
    "/tmpfiles",
    "https://example.org/tmp",
  })
  void shouldLeaveOtherPathsAlone(String text) {
    assertEquals(text, translation.translate(text));
  }

  @Test
  void shouldNotTranslateWhatItPutIn() {
    assertEquals("/data/tmp/registry/a", translation.translate("/tmp/a"));
    PathTranslation nested =
        new PathTranslation(Map.of("/a", Path.of("/b/a"), "/b", Path.of("/c")));
    assertEquals("/b/a /c", nested.translate("/a /b"));
  }

  @Test
  void shouldLeaveTextAloneWithoutMounts() {
    assertEquals("/tmp", new PathTranslation(Map.of()).translate("/tmp"));
  }
}
