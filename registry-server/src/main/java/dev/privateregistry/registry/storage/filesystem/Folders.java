package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates folders so that what is stored in them survives a power cut: before a write returns, the
 * folder it changed and the parent of every folder it created have been forced. They are forced
 * together at the end, since a journaling file system writes all of them with the first. A folder
 * found there is treated like a new one, once per process: who created it may not have forced it,
 * or not yet.
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
  interface Action {
    void run() throws IOException;
  }

  /**
   * Runs an action that changes a folder, and makes the change durable. A folder that is removed
   * meanwhile, when it became empty, is created again.
   */
  void inDurable(Path folder, Action action) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        List<Path> fresh = create(folder);
        action.run();
        force(folder, fresh);
        return;
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
  void inVolatile(Path folder, Action action) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(folder);
        action.run();
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (FileSystemException e) {
        throw DiskFull.named(e);
      }
    }
  }

  /** Creates what is missing; returns the folders not known to be durable, the topmost first. */
  private List<Path> create(Path folder) throws IOException {
    Deque<Path> fresh = new ArrayDeque<>();
    for (Path each = folder; !each.equals(root) && !durable.contains(each); ) {
      fresh.addFirst(each);
      each = parentOf(each);
    }
    for (Path each : fresh) {
      try {
        disk.createFolder(each);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(each)) {
          throw e;
        }
      }
    }
    return List.copyOf(fresh);
  }

  private void force(Path folder, List<Path> fresh) throws IOException {
    try {
      disk.forceFolder(folder);
      for (Path each : fresh.reversed()) {
        disk.forceFolder(parentOf(each));
      }
    } catch (NoSuchFileException e) {
      // what was stored has been deleted again already, and the folder with it
      return;
    }
    if (durable.size() >= MAX_REMEMBERED) {
      durable.clear();
    }
    durable.addAll(fresh);
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
