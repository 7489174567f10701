package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates folders so that they survive a power cut: the entry of each is forced in its parent
 * before anything in it counts as stored. A folder found there is forced too, once per process: who
 * created it may not have, or not yet.
 */
final class Folders {
  private static final int MAX_REMEMBERED = 100_000;
  private static final int ATTEMPTS = 8;

  private final Path root;
  private final Disk disk;

  /** Folders whose entries are on the medium all the way up; some may have been removed since. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  Folders(Path root, Disk disk) {
    this.root = root;
    this.disk = disk;
  }

  /** Something that needs its folder to exist. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Runs an action in a durable folder. A folder that is removed meanwhile, when it became empty,
   * is created again.
   */
  <T> T inDurable(Path folder, Action<T> action) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        makeDurable(folder);
        return action.run();
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        forget(folder);
      } catch (FileSystemException e) {
        throw DiskFull.named(e);
      }
    }
  }

  /** Runs an action in a folder that need not survive. */
  <T> T inVolatile(Path folder, Action<T> action) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(folder);
        return action.run();
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (FileSystemException e) {
        throw DiskFull.named(e);
      }
    }
  }

  private void makeDurable(Path folder) throws IOException {
    if (folder.equals(root) || durable.contains(folder)) {
      return;
    }
    Path parent = parentOf(folder);
    makeDurable(parent);
    try {
      disk.createFolder(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    disk.forceFolder(parent);
    if (durable.size() >= MAX_REMEMBERED) {
      durable.clear();
    }
    durable.add(folder);
  }

  private void forget(Path folder) {
    for (Path each = folder; !each.equals(root); each = parentOf(each)) {
      durable.remove(each);
    }
  }

  /** Removes folders that became empty, upwards; the one that stays is returned. */
  Path removeEmpty(Path start) throws IOException {
    Path folder = start;
    while (!folder.equals(root)) {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException e) {
        return folder;
      } catch (NoSuchFileException e) {
        // somebody else removed it first
      }
      folder = parentOf(folder);
    }
    return folder;
  }

  static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a path below the root has a parent: " + path);
    }
    return parent;
  }
}
