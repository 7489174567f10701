package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.StorageConfig;
import dev.privateregistry.registry.observe.HealthCheck;
import dev.privateregistry.registry.reload.HotFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageFullException;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import dev.privateregistry.registry.storage.filesystem.FolderLock;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage in use.
 *
 * @param name of its driver, as in config.yml
 * @param probe looks whether it can be used
 * @param claim keeps out who needs the storage alone
 */
record Storage(String name, StorageDriver driver, HealthCheck.Probe probe, Closeable claim)
    implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
  private static final String TRIAL = "/start.tmp";

  /** Opens the storage for a server. One that is read-only claims nothing. */
  static Storage open(StorageConfig config) throws StartFailure {
    return switch (config.driver()) {
      case StorageConfig.InMemory memory ->
          new Storage("inmemory", new MemoryDriver(), () -> {}, () -> {});
      case StorageConfig.Filesystem(Path root) -> openFolder(root, config.readOnly());
    };
  }

  private static Storage openFolder(Path root, boolean readOnly) throws StartFailure {
    try {
      StorageDriver driver = new FilesystemDriver(root);
      if (!readOnly) {
        tryToWrite(driver);
      }
      driver.list(StorageLayout.REPOSITORIES);
      Closeable claim = readOnly ? () -> {} : claim(root);
      return new Storage("filesystem", driver, () -> look(root, driver), claim);
    } catch (FileAlreadyExistsException e) {
      throw failure(root, "not a folder; name a folder");
    } catch (IOException e) {
      String user = System.getProperty("user.name");
      throw failure(
          root,
          HotFile.describe(e)
              + "; the user "
              + user
              + " needs to read and write there: change its owner, name another folder, or set"
              + " storage.maintenance.readonly.enabled to serve only what is there");
    }
  }

  private static Closeable claim(Path root) throws StartFailure {
    Optional<FolderLock> lock;
    try {
      lock = FolderLock.shared(root);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be locked ({}): stop the registry before garbage-collect and fsck --repair",
          root,
          HotFile.describe(e));
      return () -> {};
    }
    return lock.orElseThrow(
        () ->
            failure(
                root,
                "garbage-collect or fsck --repair is running there; start again when it is done"));
  }

  /** Fails when nothing can be written, but not for want of room: then images are still served. */
  static void tryToWrite(StorageDriver driver) throws IOException {
    try {
      driver.write(TRIAL, new byte[] {'\n'}, Durability.VOLATILE);
      driver.delete(TRIAL, Durability.VOLATILE);
    } catch (StorageFullException e) {
      LOG.error("{}: images are served, pushes are refused until there is room", e.getMessage());
    }
  }

  /** Fails when the folder is gone, for example because its volume is. */
  private static void look(Path root, StorageDriver driver) throws IOException {
    Files.readAttributes(root, BasicFileAttributes.class);
    driver.size(StorageLayout.REPOSITORIES);
  }

  private static StartFailure failure(Path root, String problem) {
    return new StartFailure("storage.filesystem.rootdirectory: " + root + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }
}
