package dev.privateregistry.registry.storage.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claim on a folder of images, by a lock of the operating system on the file {@value #FILE} in
 * it, which stays empty. Servers that write share it; who needs the folder alone excludes them. It
 * ends with the process, however that ends. Servers of other makes know nothing of it.
 */
public final class FolderLock implements Closeable {
  /** The name of the file. */
  public static final String FILE = "registry-server.lock";

  private final FileChannel channel;
  private final @Nullable FileLock lock;

  private FolderLock(FileChannel channel, @Nullable FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * A claim beside others of this kind; empty while somebody has the folder alone.
   *
   * @throws IOException when the file system has no locks
   */
  public static Optional<FolderLock> shared(Path folder) throws IOException {
    return lock(folder, true);
  }

  /**
   * A claim that excludes all others; empty while there is one.
   *
   * @throws IOException when the file system has no locks
   */
  public static Optional<FolderLock> exclusive(Path folder) throws IOException {
    return lock(folder, false);
  }

  private static Optional<FolderLock> lock(Path folder, boolean shared) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock != null) {
        return Optional.of(new FolderLock(channel, lock));
      }
    } catch (OverlappingFileLockException e) {
      // this process has a claim, which stands for all its parts; closing the file would end it
      return shared ? Optional.of(new FolderLock(channel, null)) : Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.release();
    }
    channel.close();
  }
}
