package dev.privateregistry.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectedFolderTest {
  @TempDir Path temporary;
  private Path folder;
  private ProjectedFolder projected;

  @BeforeEach
  void setUp() {
    folder = temporary.resolve("volume");
    projected = new ProjectedFolder(folder);
  }

  @Test
  void shouldShowFilesToTheirOwnerAlone() throws IOException {
    assertTrue(projected.project(Map.of("htpasswd", bytes("a"), "sub/b", bytes("b"))));
    assertEquals("a", Files.readString(folder.resolve("htpasswd")));
    assertEquals("b", Files.readString(folder.resolve("sub/b")));
    assertEquals("rw-------", rights(folder.resolve("htpasswd").toRealPath()));
    assertEquals("rwx------", rights(folder));
    assertEquals("rwx------", rights(folder.resolve("..data").toRealPath()));
  }

  @Test
  void shouldReplaceRemoveAndAddFilesInOneStep() throws IOException {
    projected.project(Map.of("old", bytes("1"), "kept", bytes("1")));
    projected.project(Map.of("new", bytes("2"), "kept", bytes("2")));
    assertFalse(Files.exists(folder.resolve("old"), LinkOption.NOFOLLOW_LINKS));
    assertEquals("2", Files.readString(folder.resolve("new")));
    assertEquals("2", Files.readString(folder.resolve("kept")));
    try (var entries = Files.list(folder)) {
      assertEquals(4, entries.count(), "two names, ..data and its version");
    }
  }

  @Test
  void shouldWriteNothingWhenNothingChanged() throws IOException {
    projected.project(Map.of("a", bytes("1")));
    Path version = Files.readSymbolicLink(folder.resolve("..data"));
    assertFalse(projected.project(Map.of("a", bytes("1"))));
    assertEquals(version, Files.readSymbolicLink(folder.resolve("..data")));
  }

  @Test
  void shouldNeverShowHalfOfAVersion() throws Exception {
    projected.project(pair(0));
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger mixed = new AtomicInteger();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!done.get()) {
                    try {
                      Path version = folder.resolve("..data").toRealPath();
                      String certificate = Files.readString(version.resolve("tls.crt"));
                      String key = Files.readString(version.resolve("tls.key"));
                      mixed.addAndGet(certificate.equals(key) ? 0 : 1);
                    } catch (IOException e) {
                      // the version went away between two reads; a reader tries again
                    }
                  }
                });
    for (int i = 1; i <= 300; i++) {
      projected.project(pair(i));
    }
    done.set(true);
    reader.join();
    assertEquals(0, mixed.get());
    assertEquals("300", Files.readString(folder.resolve("tls.crt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/etc/evil", "a/../../evil"})
  void shouldRefuseNamesThatLeaveTheVolume(String name) {
    IOException refusal =
        assertThrows(IOException.class, () -> projected.project(Map.of(name, bytes("x"))));
    assertTrue(String.valueOf(refusal.getMessage()).contains(name));
  }

  private static Map<String, byte[]> pair(int version) {
    return Map.of("tls.crt", bytes("" + version), "tls.key", bytes("" + version));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
