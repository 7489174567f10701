package dev.privateregistry.local.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The ports of this machine that Services get: each the port that it has in the cluster, when that
 * is free here, else the next free one. The first is held from the start, so that a port somebody
 * else uses is told before anything runs.
 */
public final class LocalPorts implements AutoCloseable {
  private static final int TRIES = 100;

  private final int first;
  private int next;
  private @Nullable ServerSocketChannel held;

  private LocalPorts(int first, ServerSocketChannel held) {
    this.first = first;
    this.next = first + 1;
    this.held = held;
  }

  /**
   * @param port 1 to 65535, or 0 for any free one
   * @throws BindException when somebody else listens there
   */
  public static LocalPorts startingAt(int port) throws IOException {
    ServerSocketChannel channel = listen(port);
    return new LocalPorts(((InetSocketAddress) channel.getLocalAddress()).getPort(), channel);
  }

  public int first() {
    return first;
  }

  /** Listens on this port, or on the next free one. */
  synchronized ServerSocketChannel open(int wanted) throws IOException {
    ServerSocketChannel channel = held;
    if (channel != null && wanted == first) {
      held = null;
      return channel;
    }
    try {
      return listen(wanted);
    } catch (IOException taken) {
      return openNext();
    }
  }

  private ServerSocketChannel openNext() throws IOException {
    BindException last = new BindException("no port after " + first + " is free");
    for (int i = 0; i < TRIES && next < 65536; i++) {
      try {
        return listen(next++);
      } catch (BindException e) {
        last = e;
      }
    }
    throw last;
  }

  @Override
  public synchronized void close() throws IOException {
    if (held != null) {
      held.close();
    }
  }

  private static ServerSocketChannel listen(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 512);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
