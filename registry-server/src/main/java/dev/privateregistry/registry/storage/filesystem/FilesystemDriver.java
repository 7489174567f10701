package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.FileTooLargeException;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageUnavailableException;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Files in a folder of the operating system. A write goes to {@code <path>.<uuid>.tmp}, is forced,
 * renamed, and the folder's entry is forced; what a crash leaves under such a name is ignored.
 */
public final class FilesystemDriver implements StorageDriver {
  private static final String TEMPORARY = ".tmp";

  private final Path root;
  private final Disk disk;
  private final Folders folders;
  private final Removal removal;
  private final Claims claims;

  /**
   * Opens the storage in this folder, which is created when it does not exist.
   *
   * @throws IOException when the folder cannot be created
   */
  public FilesystemDriver(Path root) throws IOException {
    this(Files.createDirectories(root.toAbsolutePath()).toRealPath(), new Disk.Real());
  }

  FilesystemDriver(Path root, Disk disk) {
    this.root = root;
    this.disk = disk;
    this.folders = new Folders(root, disk);
    this.removal = new Removal(root, disk, folders);
    this.claims = new Claims(root);
  }

  @Override
  public long size(String path) throws IOException {
    BasicFileAttributes facts = facts(path);
    return facts == null ? -1 : facts.size();
  }

  @Override
  public @Nullable Instant modified(String path) throws IOException {
    BasicFileAttributes facts = facts(path);
    return facts == null ? null : facts.lastModifiedTime().toInstant();
  }

  /** What the file system knows of a file; null when there is none. */
  private @Nullable BasicFileAttributes facts(String path) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(at(path), BasicFileAttributes.class);
      return facts.isDirectory() ? null : facts;
    } catch (NoSuchFileException e) {
      requireRoot();
      return null;
    } catch (FileSystemException e) {
      refuseUnlessNoPath(e);
      return null;
    }
  }

  /** Without its folder, the storage is not empty but gone. */
  private void requireRoot() throws StorageUnavailableException {
    if (!Files.isDirectory(root)) {
      throw new StorageUnavailableException(
          "the registry's storage is gone: no folder " + root, null);
    }
  }

  /** A path below a file, or through links that lead in a circle, is none; else it is a failure. */
  private static void refuseUnlessNoPath(FileSystemException e) throws FileSystemException {
    String reason = String.valueOf(e.getReason());
    if (!reason.equals("Not a directory") && !reason.startsWith("Too many levels of symbolic")) {
      throw e;
    }
  }

  @Override
  public byte @Nullable [] read(String path, int limit) throws IOException {
    StoredFile file = open(path);
    if (!(file instanceof StoredFile.OnDisk(FileChannel channel, long size))) {
      return null;
    }
    try (file) {
      if (size > limit) {
        throw new FileTooLargeException(path, size, limit);
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // a read may return fewer bytes than asked for
      }
      if (content.hasRemaining()) {
        throw new IOException(path + " became shorter while it was read");
      }
      return content.array();
    } catch (IOException e) {
      if (Files.isDirectory(at(path))) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public @Nullable StoredFile open(String path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(at(path), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      requireRoot();
      return null;
    } catch (FileSystemException e) {
      refuseUnlessNoPath(e);
      return null;
    }
    try {
      return new StoredFile.OnDisk(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void write(String path, byte[] content, Durability durability) throws IOException {
    Path target = at(path);
    Path folder = Folders.parentOf(target);
    Path temporary =
        target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
    switch (durability) {
      case DURABLE ->
          folders.inDurable(folder, () -> writeAndRename(temporary, target, content, true));
      case VOLATILE ->
          folders.inVolatile(folder, () -> writeAndRename(temporary, target, content, false));
    }
  }

  private void writeAndRename(Path temporary, Path target, byte[] content, boolean durable)
      throws IOException {
    try {
      try (FileChannel channel =
          disk.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        disk.write(temporary, channel, ByteBuffer.wrap(content));
        if (durable) {
          disk.force(temporary, channel);
        }
      }
      replace(temporary, target);
    } catch (IOException e) {
      removal.discard(temporary);
      throw DiskFailure.named(e);
    }
  }

  /** A folder that has the file's name is not ours: it gets another one. */
  private void replace(Path source, Path target) throws IOException {
    try {
      disk.rename(source, target);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      folders.setAside(target);
      disk.rename(source, target);
    }
  }

  @Override
  public AppendFile append(String path) throws IOException {
    Path file = at(path);
    AppendFile[] opened = new AppendFile[1];
    folders.inVolatile(
        Folders.parentOf(file), () -> opened[0] = new GrowingFile(file, disk, removal));
    return opened[0];
  }

  @Override
  public void move(String from, String to) throws IOException {
    Path source = at(from);
    Path target = at(to);
    folders.inDurable(Folders.parentOf(target), () -> replace(source, target));
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
    Path target = at(path);
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      requireRoot();
      return false;
    }
    try {
      removal.removeTree(target);
      Path parent = removal.removeEmpty(Folders.parentOf(target));
      if (durability == Durability.DURABLE) {
        disk.forceFolder(parent);
      }
      return true;
    } catch (IOException e) {
      throw DiskFailure.named(e);
    }
  }

  @Override
  public List<String> list(String path) throws IOException {
    return names(path, child -> !isTemporary(child));
  }

  @Override
  public List<String> temporaries(String path) throws IOException {
    return names(path, FilesystemDriver::isTemporary);
  }

  @Override
  public @Nullable Closeable claim(String path) {
    return claims.take(path);
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().endsWith(TEMPORARY) && !Files.isDirectory(file);
  }

  private List<String> names(String path, Predicate<Path> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(at(path))) {
      for (Path child : children) {
        if (wanted.test(child)) {
          names.add(child.getFileName().toString());
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      requireRoot();
      return List.of();
    } catch (FileSystemException e) {
      refuseUnlessNoPath(e);
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  private Path at(String path) {
    if (path.isEmpty()) {
      return root;
    }
    Path resolved = root.resolve(path.substring(1)).normalize();
    if (!path.startsWith("/") || !resolved.startsWith(root)) {
      throw new IllegalArgumentException("not a path below the root: " + path);
    }
    return resolved;
  }
}
