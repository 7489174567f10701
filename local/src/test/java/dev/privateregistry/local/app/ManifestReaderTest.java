package dev.privateregistry.local.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestReaderTest {
  private static final Path FILE = Path.of("a.yaml");

  @TempDir Path temporary;

  @Test
  void shouldReadEveryDocumentWithItsLine() throws UpException {
    List<Manifest> manifests =
        read(
            """
            # two documents, and an empty one
            apiVersion: v1
            kind: Secret
            metadata: {name: a, namespace: n}
            ---
            ---
            apiVersion: privateregistry.dev/v1alpha1
            kind: PrivateRegistry
            metadata: {name: b}
            spec: {host: localhost}
            """);
    assertEquals(
        List.of("secret/a", "privateregistry/b"),
        manifests.stream().map(manifest -> manifest.identity().toString()).toList());
    assertEquals(List.of(2, 7), manifests.stream().map(Manifest::line).toList());
    assertTrue(manifests.getLast().isRegistry());
    assertEquals("localhost", manifests.getLast().object().<String>get("spec", "host"));
  }

  @Test
  void shouldReadListsAndJson() throws UpException {
    List<Manifest> manifests =
        read(
            """
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}},
              {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}]}
            """);
    assertEquals(2, manifests.size());
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("a: [1, 2", "a.yaml, line 1: not valid YAML"),
        Arguments.of("a: 1\nb: {\nc", "a.yaml, line 3: not valid YAML"),
        Arguments.of("kind: A\nkind: B\n", "Duplicate field 'kind'"),
        Arguments.of("just text", "a.yaml, line 1: not a Kubernetes object"),
        Arguments.of("kind: A\nmetadata: {name: b}\n", "apiVersion is missing"),
        Arguments.of("apiVersion: v1\nmetadata: {name: b}\n", "kind is missing"),
        Arguments.of("apiVersion: v1\nkind: A\nmetadata: {}\n", "metadata.name is missing"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void shouldNameFileLineAndRemedyOfABrokenOne(String text, String message) {
    UpException refusal = assertThrows(UpException.class, () -> read(text));
    assertTrue(refusal.message().contains(message), refusal.message());
    assertTrue(refusal.message().contains("a.yaml, line"), refusal.message());
  }

  @Test
  void shouldNameAFileThatIsMissing() {
    UpException refusal =
        assertThrows(UpException.class, () -> ManifestReader.content(Path.of("nowhere.yaml")));
    assertTrue(refusal.message().startsWith("nowhere.yaml: there is no such file"));
  }

  @Test
  void shouldTakeTheManifestsOfAFolderByName() throws Exception {
    write("b.yml");
    write("a.yaml");
    write("c.json");
    write("README.md");
    Files.createDirectory(temporary.resolve("sub.yaml"));
    assertEquals(
        List.of("a.yaml", "b.yml", "c.json"),
        ManifestReader.files(List.of(temporary)).stream()
            .map(file -> file.getFileName().toString())
            .toList());
  }

  private void write(String name) throws IOException {
    Files.writeString(temporary.resolve(name), "");
  }

  private static List<Manifest> read(String text) throws UpException {
    return ManifestReader.read(FILE, text.getBytes(UTF_8));
  }
}
