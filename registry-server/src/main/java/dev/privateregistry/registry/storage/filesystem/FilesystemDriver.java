package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.FileTooLargeException;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageUnavailableException;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in a folder of the operating system. A write goes to {@code <path>.<uuid>.tmp}, is forced,
 * renamed, and the folder's entry is forced; what a crash leaves under such a name is ignored.
 */
public final class FilesystemDriver implements StorageDriver {
  private static final Logger LOG = LoggerFactory.getLogger(FilesystemDriver.class);
  private static final String TEMPORARY = ".tmp";

  private final Path root;
  private final Disk disk;
  private final Folders folders;
  private final Removal removal;

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
      refuseUnlessUnderFile(e);
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

  /** A path below something that is a file does not exist; anything else is a failure. */
  private static void refuseUnlessUnderFile(FileSystemException e) throws FileSystemException {
    if (!String.valueOf(e.getReason()).equals("Not a directory")) {
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
      refuseUnlessUnderFile(e);
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
      disk.rename(temporary, target);
    } catch (IOException e) {
      discard(temporary);
      throw DiskFailure.named(e);
    }
  }

  /** Removes what is of no use; a disk that fails to do that may have failed before. */
  private void discard(Path file) {
    try {
      disk.delete(file);
    } catch (NoSuchFileException e) {
      // it was never there
    } catch (IOException e) {
      LOG.debug("{} is left behind", file, e);
    }
  }

  @Override
  public AppendFile append(String path) throws IOException {
    Path file = at(path);
    Appending[] opened = new Appending[1];
    folders.inVolatile(Folders.parentOf(file), () -> opened[0] = new Appending(file));
    return opened[0];
  }

  @Override
  public void move(String from, String to) throws IOException {
    Path source = at(from);
    Path target = at(to);
    folders.inDurable(Folders.parentOf(target), () -> disk.rename(source, target));
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
    Path target = at(path);
    if (!Files.exists(target)) {
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

  private final class Appending implements AppendFile {
    private final Path path;
    private final FileChannel channel;
    private final WriteBack writeBack;

    Appending(Path path) throws IOException {
      this.path = path;
      this.channel =
          disk.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      this.writeBack = new WriteBack(() -> disk.force(path, channel));
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int length = bytes.remaining();
      try {
        disk.write(path, channel, bytes);
      } catch (IOException e) {
        throw DiskFailure.named(e);
      }
      writeBack.wrote(length);
    }

    @Override
    public void truncate(long size) throws IOException {
      disk.truncate(path, channel, size);
    }

    /** A failure is told once: were the file forced again, that would seem to succeed. */
    @Override
    public void force() throws IOException {
      try {
        writeBack.settle();
        disk.force(path, channel);
      } catch (IOException e) {
        discard(path);
        throw DiskFailure.named(e);
      }
    }

    /** Nothing is kept of a file that may not reach the medium: nobody must go on with it. */
    @Override
    public void close() throws IOException {
      try (channel) {
        writeBack.settle();
      } catch (IOException e) {
        discard(path);
        throw DiskFailure.named(e);
      }
    }
  }
}
