package dev.privateregistry.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that a virtual machine's kernel has left free for two seconds may have gone back to the
 * host, and then the first touch of each page waits for the host: files in memory that nobody used
 * before are written at 400 MB/s where those in memory just freed are written at 3 GB/s. Whoever
 * measures a file being written needs the latter, or he measures the host.
 */
final class WarmMemory {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int MEGABYTES = 1536;

  private WarmMemory() {}

  /** Uses more memory than a push needs, and frees it at once. */
  static void touch() throws IOException {
    if (!Files.isDirectory(SHARED_MEMORY)) {
      return;
    }
    Path file = Files.createTempFile(SHARED_MEMORY, "bench", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer megabyte = ByteBuffer.allocateDirect(1 << 20);
      for (int i = 0; i < MEGABYTES; i++) {
        channel.write(megabyte.clear());
      }
    } finally {
      Files.delete(file);
    }
  }
}
