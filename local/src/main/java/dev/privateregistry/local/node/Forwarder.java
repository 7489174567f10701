package dev.privateregistry.local.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries TCP connections of one local port to the ready pods of a Service, in turn. When a side
 * ends its half, so does the other side's; when a side breaks, both do. With no pod to go to the
 * connection is reset.
 */
final class Forwarder implements AutoCloseable {
  private static final int BUFFER = 128 << 10;

  private final ServerSocketChannel listener;
  private final Supplier<List<InetSocketAddress>> targets;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  Forwarder(ServerSocketChannel listener, Supplier<List<InetSocketAddress>> targets) {
    this.listener = listener;
    this.targets = targets;
    Thread.ofVirtual().name("forwarder-accept").start(this::accept);
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(Forwarder::reset);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().name("forwarder").start(() -> carry(client));
      } catch (IOException e) {
        if (!listener.isOpen()) {
          return;
        }
      }
    }
  }

  private void carry(SocketChannel client) {
    open.add(client);
    SocketChannel server = connect();
    if (server == null) {
      open.remove(client);
      reset(client);
      return;
    }
    open.add(server);
    try {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Thread answers = Thread.ofVirtual().name("forwarder").start(() -> copy(server, client));
      copy(client, server);
      answers.join();
    } catch (IOException e) {
      reset(client);
      reset(server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      open.remove(server);
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  private @Nullable SocketChannel connect() {
    List<InetSocketAddress> ready = targets.get();
    int from = turn.getAndIncrement();
    for (int i = 0; i < ready.size(); i++) {
      try {
        SocketChannel server = SocketChannel.open(ready.get(Math.floorMod(from + i, ready.size())));
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return server;
      } catch (IOException e) {
        // the next pod may answer; with none left the client's connection is reset
      }
    }
    return null;
  }

  /** Until the end of {@code from}, which is passed on; a failure breaks both. */
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  /** The other side sees a reset, never a clean end of half an answer. */
  private static void reset(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // closed already
    }
    closeQuietly(channel);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // nothing is left to release
    }
  }
}
