package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files and folders that others may be removing too. */
final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  private final Path root;
  private final Disk disk;
  private final Folders folders;

  Removal(Path root, Disk disk, Folders folders) {
    this.root = root;
    this.disk = disk;
    this.folders = folders;
  }

  /** Removes a file, or a folder with everything in it. */
  void removeTree(Path target) throws IOException {
    Files.walkFileTree(
        target,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            remove(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            removeFolder(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void removeFolder(Path folder) throws IOException {
    remove(folder);
    folders.removed(folder);
  }

  private void remove(Path path) throws IOException {
    try {
      disk.delete(path);
    } catch (NoSuchFileException e) {
      // somebody else removed it first
    }
  }

  /** Removes folders that became empty, upwards; the one that stays is returned. */
  Path removeEmpty(Path start) throws IOException {
    Path folder = start;
    while (!folder.equals(root)) {
      try {
        removeFolder(folder);
      } catch (DirectoryNotEmptyException e) {
        return folder;
      }
      folder = Folders.parentOf(folder);
    }
    return folder;
  }

  /** Removes what is of no use; a disk that fails to do that may have failed before. */
  void discard(Path file) {
    try {
      disk.delete(file);
    } catch (NoSuchFileException e) {
      // it was never there
    } catch (IOException e) {
      LOG.debug("{} is left behind", file, e);
    }
  }
}
