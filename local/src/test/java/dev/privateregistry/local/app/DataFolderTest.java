package dev.privateregistry.local.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temporary;

  @Test
  void shouldSayWhoHoldsTheFolder() throws Exception {
    Path path = temporary.resolve("data");
    try (DataFolder first = DataFolder.open(path)) {
      UpException refusal = assertThrows(UpException.class, () -> DataFolder.open(path));
      assertTrue(
          refusal.message().contains("pid " + ProcessHandle.current().pid() + " since 20"),
          refusal.message());
      assertTrue(refusal.message().contains(first.root().toString()));
      assertTrue(refusal.message().contains("--data"));
    }
  }

  @Test
  void shouldOpenAgainAfterClosing() throws Exception {
    DataFolder.open(temporary).close();
    DataFolder.open(temporary).close();
  }

  @Test
  void shouldKeepOthersOut() throws Exception {
    Path path = temporary.resolve("data");
    DataFolder.open(path).close();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void shouldRefuseAPathThatIsNoFolder() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    UpException refusal = assertThrows(UpException.class, () -> DataFolder.open(file));
    assertTrue(refusal.message().startsWith("--data " + file), refusal.message());
    assertTrue(refusal.message().contains("name another"), refusal.message());
  }
}
