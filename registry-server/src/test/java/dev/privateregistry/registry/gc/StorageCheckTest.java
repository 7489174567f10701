package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class StorageCheckTest {
  @Nested
  class OnFiles extends StorageCheckContract {
    @TempDir Path root;

    @Override
    StorageDriver driver() throws IOException {
      return new FilesystemDriver(root);
    }
  }

  @Nested
  class InMemory extends StorageCheckContract {
    @Override
    StorageDriver driver() {
      return new MemoryDriver();
    }
  }
}
