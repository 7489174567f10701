package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.StorageConfig;
import dev.privateregistry.registry.reload.HotFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import dev.privateregistry.registry.storage.filesystem.FolderLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The storage of a registry that is not running, for a command.
 *
 * @param claim keeps servers out
 */
record OfflineStorage(StorageDriver driver, Closeable claim) implements Closeable {
  /** What a command does to the storage. */
  enum Use {
    /** It reads. */
    LOOK,
    /** It removes files: no server may write meanwhile. */
    CHANGE
  }

  /**
   * Opens the storage of a configuration.
   *
   * @param config the file, or null for the usual places
   * @throws StartFailure also when a server writes to it
   */
  static OfflineStorage open(@Nullable Path config, Use use) throws StartFailure {
    Map<String, String> environment = System.getenv();
    StorageConfig storage =
        ConfigSource.find(Optional.ofNullable(config), environment)
            .load(environment)
            .configuration()
            .storage();
    if (!(storage.driver() instanceof StorageConfig.Filesystem(Path root))) {
      throw new StartFailure(
          "storage.inmemory holds nothing outside of the server; use storage.filesystem");
    }
    if (!Files.isDirectory(root)) {
      throw failure(root, "no such folder; name that of the registry");
    }
    try {
      StorageDriver driver = new FilesystemDriver(root);
      return new OfflineStorage(driver, use == Use.LOOK ? () -> {} : claim(root));
    } catch (IOException e) {
      throw failure(
          root,
          HotFile.describe(e)
              + "; run this as the user of the registry, on a file system with locks");
    }
  }

  /** A server that is read-only has no claim: it may go on. */
  private static Closeable claim(Path root) throws IOException, StartFailure {
    return FolderLock.exclusive(root)
        .orElseThrow(
            () ->
                failure(
                    root,
                    "a registry server writes there (it has locked "
                        + FolderLock.FILE
                        + "); stop it, or start it anew with"
                        + " storage.maintenance.readonly.enabled: true"));
  }

  private static StartFailure failure(Path root, String problem) {
    return new StartFailure("storage.filesystem.rootdirectory: " + root + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }
}
