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
import java.nio.file.Path;
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
  private static final String TRIAL = "/trial.tmp";

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
      look(driver, readOnly).ifPresent(limit -> LOG.error("{}", limit));
      Closeable claim = readOnly ? () -> {} : claim(root);
      return new Storage("filesystem", driver, () -> look(driver, readOnly), claim);
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

  /**
   * Fails when the folder is gone, for example because its volume is, or nothing can be written.
   *
   * @return that there is no room, which is no failure: images are still served
   */
  static Optional<String> look(StorageDriver driver, boolean readOnly) throws IOException {
    driver.size(StorageLayout.REPOSITORIES);
    if (readOnly) {
      return Optional.empty();
    }
    try {
      driver.write(TRIAL, new byte[] {'\n'}, Durability.VOLATILE);
      driver.delete(TRIAL, Durability.VOLATILE);
      return Optional.empty();
    } catch (StorageFullException e) {
      return Optional.of(
          e.getMessage() + ": images are served, pushes are refused until there is room");
    }
  }

  private static StartFailure failure(Path root, String problem) {
    return new StartFailure("storage.filesystem.rootdirectory: " + root + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }
}
