package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsTest {
  private final Programs programs =
      new Programs(
          Map.of("privateregistry/registry-server", new Program(Path.of("/bin/true"), Map.of())));

  @ParameterizedTest
  @CsvSource({
    "privateregistry/registry-server, true",
    "privateregistry/registry-server:0.1.0, true",
    "mirror.example.org:5000/privateregistry/registry-server, true",
    "mirror.example.org:5000/privateregistry/registry-server:1@sha256:ab, true",
    "notprivateregistry/registry-server:1, false",
    "privateregistry/registry-server-debug:1, false",
    "registry:2, false",
  })
  void shouldFindProgramByRepository(String image, boolean found) {
    assertEquals(found, programs.forImage(image).isPresent());
  }
}
