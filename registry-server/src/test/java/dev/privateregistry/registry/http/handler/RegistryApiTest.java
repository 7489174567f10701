package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The API on each kind of storage. */
class RegistryApiTest {
  @Nested
  class BlobsInFiles extends BlobApiContract {
    @TempDir Path root;

    @Override
    StorageDriver driver() throws IOException {
      return new FilesystemDriver(root);
    }
  }

  @Nested
  class BlobsInMemory extends BlobApiContract {
    private final StorageDriver driver = new MemoryDriver();

    @Override
    StorageDriver driver() {
      return driver;
    }
  }

  @Nested
  class UploadsToFiles extends UploadApiContract {
    @TempDir Path root;

    @Override
    StorageDriver driver() throws IOException {
      return new FilesystemDriver(root);
    }
  }

  @Nested
  class UploadsToMemory extends UploadApiContract {
    private final StorageDriver driver = new MemoryDriver();

    @Override
    StorageDriver driver() {
      return driver;
    }
  }

  @Nested
  class ManifestsInFiles extends ManifestApiContract {
    @TempDir Path root;

    @Override
    StorageDriver driver() throws IOException {
      return new FilesystemDriver(root);
    }
  }

  @Nested
  class ManifestsInMemory extends ManifestApiContract {
    private final StorageDriver driver = new MemoryDriver();

    @Override
    StorageDriver driver() {
      return driver;
    }
  }

  @Nested
  class ReferrersInFiles extends ReferrersApiContract {
    @TempDir Path root;

    @Override
    StorageDriver driver() throws IOException {
      return new FilesystemDriver(root);
    }
  }

  @Nested
  class ReferrersInMemory extends ReferrersApiContract {
    private final StorageDriver driver = new MemoryDriver();

    @Override
    StorageDriver driver() {
      return driver;
    }
  }

  @Nested
  class ClientsOfFiles extends ClientsApiContract {
    @TempDir Path root;

    @Override
    StorageDriver driver() throws IOException {
      return new FilesystemDriver(root);
    }
  }

  @Nested
  class ClientsOfMemory extends ClientsApiContract {
    private final StorageDriver driver = new MemoryDriver();

    @Override
    StorageDriver driver() {
      return driver;
    }
  }
}
