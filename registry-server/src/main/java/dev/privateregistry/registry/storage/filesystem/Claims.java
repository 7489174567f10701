package dev.privateregistry.registry.storage.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims of this process on paths, against other processes on the same folder: locks of the
 * operating system on one byte each of the file {@value #FILE}, which stays empty. They end with
 * the process, however that ends. Where the file system has no locks, nobody is kept out.
 */
final class Claims {
  static final String FILE = "registry-server.uploads.lock";

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
  private static final Closeable NOTHING = () -> {};

  private final Path file;
  private @Nullable FileChannel channel;
  private boolean without;

  Claims(Path root) {
    this.file = root.resolve(FILE);
  }

  /** A claim on a path; null while another process has it. */
  @Nullable Closeable take(String path) {
    FileChannel open = channel();
    if (open == null) {
      return NOTHING;
    }
    try {
      FileLock lock = open.tryLock(place(path), 1, false);
      return lock == null ? null : lock::release;
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      tell(e);
      return NOTHING;
    }
  }

  /** Which byte stands for a path: as good as never the same for two of them. */
  private static long place(String path) {
    UUID name = UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8));
    return name.getLeastSignificantBits() & (Long.MAX_VALUE >> 1);
  }

  /** Opened once and left open: to close it would end every claim of the process. */
  private synchronized @Nullable FileChannel channel() {
    if (channel == null && !without) {
      try {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (IOException e) {
        tell(e);
      }
    }
    return channel;
  }

  private synchronized void tell(IOException e) {
    if (!without) {
      LOG.warn("{} cannot be locked ({}): let only one server write here", file, e.toString());
    }
    without = true;
  }
}
