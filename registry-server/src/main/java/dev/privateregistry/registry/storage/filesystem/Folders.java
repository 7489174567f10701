package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates folders so that what is stored in them survives a power cut: before a write returns, the
 * folder it changed and the parent of every folder it created have been forced. They are forced
 * together at the end, since a journaling file system writes all of them with the first. A folder
 * found there is treated like a new one, once per process: who created it may not have forced it,
 * or not yet.
 */
final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);
  private static final int MAX_REMEMBERED = 100_000;
  private static final int ATTEMPTS = 8;

  private final Path root;
  private final Disk disk;

  /**
   * Folders whose entries are on the medium all the way up. They may have been removed since, and
   * others may have come in their place, also by another process: the identity tells.
   */
  private final Map<Path, Identity> durable = new ConcurrentHashMap<>();

  Folders(Path root, Disk disk) {
    this.root = root;
    this.disk = disk;
  }

  /**
   * Tells a folder from one that is created later under the same name. Where the file system does
   * not tell when a folder was created, each change of its entries makes it another one.
   *
   * @param key the file system and the number of the inode, which a later folder may have too
   */
  private record Identity(@Nullable Object key, FileTime created) {
    static Identity of(Path folder) throws IOException {
      BasicFileAttributes facts = Files.readAttributes(folder, BasicFileAttributes.class);
      return new Identity(facts.fileKey(), facts.creationTime());
    }
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
      } catch (FileSystemException e) {
        throwUnlessMissing(e, attempt);
        forget(folder);
      }
    }
  }

  /** Runs an action in a folder that need not survive. */
  void inVolatile(Path folder, Action action) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        createVolatile(folder);
        action.run();
        return;
      } catch (FileSystemException e) {
        throwUnlessMissing(e, attempt);
      }
    }
  }

  /** A folder that is missing, also because a file has its place, can be created. */
  private void throwUnlessMissing(FileSystemException e, int attempt) throws IOException {
    boolean missing =
        e instanceof NoSuchFileException || String.valueOf(e.getReason()).equals("Not a directory");
    if (!missing) {
      throw DiskFailure.named(e);
    }
    if (attempt == ATTEMPTS) {
      throw Files.isDirectory(root)
          ? e
          : new StorageUnavailableException("the registry's storage is gone: no folder " + root, e);
    }
  }

  private void createVolatile(Path folder) throws IOException {
    if (folder.equals(root)) {
      return;
    }
    try {
      createUnlessThere(folder);
    } catch (FileSystemException e) {
      if (Files.isDirectory(parentOf(folder))) {
        throw e;
      }
      createVolatile(parentOf(folder));
      createUnlessThere(folder);
    }
  }

  private void createUnlessThere(Path folder) throws IOException {
    try {
      disk.createFolder(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        setAside(folder);
        disk.createFolder(folder);
      }
    }
  }

  /** Gives another name to something that is in the way, and is none of ours. */
  void setAside(Path obstacle) throws IOException {
    Path aside = obstacle.resolveSibling(obstacle.getFileName() + ".foreign-" + UUID.randomUUID());
    disk.rename(obstacle, aside);
    LOG.warn("{} was in the way and is not the registry's: it is {} now", obstacle, aside);
  }

  /** Creates what is missing; returns the folders not known to be durable, the topmost first. */
  private List<Path> create(Path folder) throws IOException {
    List<Path> fresh = unknown(folder);
    for (Path each : fresh) {
      createUnlessThere(each);
    }
    return fresh;
  }

  private List<Path> unknown(Path folder) {
    Deque<Path> unknown = new ArrayDeque<>();
    for (Path each = folder; !each.equals(root) && !durable.containsKey(each); ) {
      unknown.addFirst(each);
      each = parentOf(each);
    }
    return List.copyOf(unknown);
  }

  private void force(Path folder, List<Path> fresh) throws IOException {
    Path known = fresh.isEmpty() ? folder : parentOf(fresh.getFirst());
    try {
      Map<Path, Identity> found = new HashMap<>();
      for (Path each : fresh) {
        found.put(each, Identity.of(each));
      }
      disk.forceFolder(folder);
      for (Path each : fresh.reversed()) {
        disk.forceFolder(parentOf(each));
      }
      if (known.equals(root) || Identity.of(known).equals(durable.get(known))) {
        remember(found);
        return;
      }
    } catch (NoSuchFileException e) {
      // what was stored has been deleted again already, and the folder with it
      return;
    }
    forget(known);
    force(folder, unknown(folder));
  }

  private void remember(Map<Path, Identity> folders) {
    if (durable.size() >= MAX_REMEMBERED) {
      durable.clear();
    }
    durable.putAll(folders);
  }

  /** Takes note that a folder has been removed. */
  void removed(Path folder) {
    durable.remove(folder);
  }

  private void forget(Path folder) {
    for (Path each = folder; !each.equals(root); each = parentOf(each)) {
      durable.remove(each);
    }
  }

  static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a path below the root has a parent: " + path);
    }
    return parent;
  }
}
