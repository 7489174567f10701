package dev.privateregistry.registry.http.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket that connections come in on. */
record Listening(Endpoint endpoint, Channel channel) {
  private static final Logger log = LoggerFactory.getLogger(Listening.class);
  private static final int RECEIVE_AT_MOST = 1024 * 1024;

  /**
   * Starts to accept.
   *
   * @param connections prepares each connection
   * @throws IOException when that is not possible; the message says why
   */
  static Listening start(Endpoint endpoint, EventLoopGroup loops, ChannelHandler connections)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(1024, 8192, RECEIVE_AT_MOST))
            .childHandler(connections);
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> new Listening(tcp, bind(tcp, bootstrap));
      case Endpoint.Unix unix -> new Listening(unix, bind(unix, bootstrap));
    };
  }

  private static Channel bind(Endpoint.Tcp tcp, ServerBootstrap bootstrap) throws IOException {
    bootstrap
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true);
    if (!tcp.host().isEmpty()) {
      return await(bootstrap.bind(InetAddress.getByName(tcp.host()), tcp.port()), tcp);
    }
    ChannelFuture everywhere = bootstrap.bind(InetAddress.getByName("::"), tcp.port());
    if (everywhere.awaitUninterruptibly().isSuccess() || isTaken(everywhere.cause())) {
      return await(everywhere, tcp);
    }
    return await(bootstrap.bind(InetAddress.getByName("0.0.0.0"), tcp.port()), tcp);
  }

  private static Channel bind(Endpoint.Unix unix, ServerBootstrap bootstrap) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new BindException("socket files need Linux; listen on a TCP port instead");
    }
    SocketFile.clear(unix.file());
    bootstrap.channel(EpollServerDomainSocketChannel.class);
    return await(bootstrap.bind(new DomainSocketAddress(unix.file().toFile())), unix);
  }

  /** Whether IPv6 works and the port is what does not. */
  private static boolean isTaken(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use") || message.contains("ermission denied");
  }

  private static Channel await(ChannelFuture bound, Endpoint endpoint) throws IOException {
    if (bound.awaitUninterruptibly().isSuccess()) {
      return bound.channel();
    }
    throw new BindException(
        "cannot listen on %s: %s; stop what uses the address, or choose another"
            .formatted(endpoint, bound.cause().getMessage()));
  }

  /**
   * The TCP address, with the port taken.
   *
   * @throws IllegalStateException when it is a socket file
   */
  InetSocketAddress address() {
    if (channel.localAddress() instanceof InetSocketAddress address) {
      return address;
    }
    throw new IllegalStateException(endpoint + " is no TCP port");
  }

  /** For the log, with the port taken. */
  String text() {
    return channel.localAddress() instanceof InetSocketAddress address
        ? new Endpoint.Tcp(literal(address.getAddress()), address.getPort()).toString()
        : endpoint.toString();
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
  }

  /** Stops to accept. A socket file goes with it. */
  void stop() {
    boolean first = channel.isOpen();
    channel.close().awaitUninterruptibly();
    if (first && endpoint instanceof Endpoint.Unix unix) {
      try {
        Files.deleteIfExists(unix.file());
      } catch (IOException e) {
        log.warn("{} stays behind: {}", unix, e.getMessage());
      }
    }
  }
}
