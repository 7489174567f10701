package dev.privateregistry.registry.storage.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemDriverTest extends StorageDriverContract {
  @TempDir Path root;

  @Override
  protected StorageDriver create() throws IOException {
    return new FilesystemDriver(root);
  }

  @Override
  protected List<String> leftovers() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root)).map(Path::toString).toList();
    }
  }

  @Test
  void shouldIgnoreWhatACrashLeftUnderATemporaryName() throws IOException {
    StorageDriver driver = create();
    driver.write("/d/link", new byte[] {1}, Durability.DURABLE);
    Files.write(root.resolve("d/link.3f1c2a52-5b0e-4df0-8a63-0b6f6a4a2b11.tmp"), new byte[] {2});
    assertEquals(List.of("link"), driver.list("/d"));
    List<String> left = driver.temporaries("/d");
    assertEquals(List.of("link.3f1c2a52-5b0e-4df0-8a63-0b6f6a4a2b11.tmp"), left);
    assertTrue(driver.delete("/d/" + left.getFirst(), Durability.VOLATILE));
    assertEquals(List.of(), driver.temporaries("/d"));
  }

  @Test
  void shouldNeverLeaveItsRoot() throws IOException {
    StorageDriver driver = create();
    assertThrows(IllegalArgumentException.class, () -> driver.read("/../outside", 10));
    assertThrows(IllegalArgumentException.class, () -> driver.size("relative"));
  }
}
