package dev.privateregistry.registry.notification;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder of queues for one process. Replicas on one volume have one each: the first that no other
 * process holds by a lock of the operating system, so that a process that starts again finds what
 * it left.
 */
final class QueueSlot implements Closeable {
  private static final int MOST = 64;

  private final Path folder;
  private final FileChannel channel;

  private QueueSlot(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static QueueSlot take(Path parent) throws IOException {
    for (int number = 0; number < MOST; number++) {
      Path folder = parent.resolve(Integer.toString(number));
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isMine(channel)) {
        return new QueueSlot(folder, channel);
      }
      channel.close();
    }
    throw new IOException(parent + ": all " + MOST + " queues are in use");
  }

  private static boolean isMine(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
