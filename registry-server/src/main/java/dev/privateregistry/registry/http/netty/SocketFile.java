package dev.privateregistry.registry.http.netty;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of a Unix socket. */
final class SocketFile {
  private SocketFile() {}

  /**
   * Makes way for a new socket: removes one that nobody listens on any more.
   *
   * @throws IOException when something else is in the way
   */
  static void clear(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException(
          file + " exists and is not a socket; remove it, or choose another path");
    }
    if (isListenedOn(file)) {
      throw new IOException(
          "another server listens on " + file + "; stop it, or choose another path");
    }
    Files.delete(file);
  }

  private static boolean isListenedOn(Path file) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(file));
    } catch (IOException nobody) {
      return false;
    }
  }
}
