package dev.privateregistry.local.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file that does not grow without end: beyond 10 MiB its content moves to {@code FILE.1} and
 * it starts anew. The program keeps writing to the file it has open, in append mode.
 */
record ContainerLog(Path file) {
  private static final long LIMIT = 10L << 20;

  void rotate() throws IOException {
    if (Files.exists(file) && Files.size(file) > LIMIT) {
      Path older = file.resolveSibling(file.getFileName() + ".1");
      Files.copy(file, older, StandardCopyOption.REPLACE_EXISTING);
      FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
    }
  }
}
