package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An HTTP server on one port: HTTP/1.1, and HTTP/2 where TLS negotiates it. */
public final class HttpServer implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(5);

  /** How long connections may take to end by themselves after the last exchange. */
  private static final Duration LAST_BYTES = Duration.ofSeconds(1);

  private static final int RECEIVE_AT_MOST = 1024 * 1024;

  private final Serving serving;
  private final EventLoopGroup loops;
  private final Channel listening;

  private HttpServer(Serving serving, EventLoopGroup loops, Channel listening) {
    this.serving = serving;
    this.loops = loops;
    this.listening = listening;
  }

  /**
   * Starts to serve.
   *
   * @throws IOException when the address cannot be bound; the message says which and why
   */
  public static HttpServer start(ServerOptions options, Handler handler, ExchangeObserver observer)
      throws IOException {
    Serving serving = new Serving(handler, observer, options.limits());
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            options.threads(), new DefaultThreadFactory("http", false), ioHandlers());
    try {
      return new HttpServer(serving, loops, bind(options, serving, loops));
    } catch (IOException | RuntimeException failed) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw failed;
    }
  }

  private static IoHandlerFactory ioHandlers() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  private static Channel bind(ServerOptions options, Serving serving, EventLoopGroup loops)
      throws IOException {
    Class<? extends ServerChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(1024, 8192, RECEIVE_AT_MOST))
            .childHandler(new Connections(serving, options.tls()));
    if (!options.host().isEmpty()) {
      return await(bootstrap.bind(InetAddress.getByName(options.host()), options.port()), options);
    }
    ChannelFuture everywhere = bootstrap.bind(InetAddress.getByName("::"), options.port());
    if (everywhere.awaitUninterruptibly().isSuccess() || isTaken(everywhere.cause())) {
      return await(everywhere, options);
    }
    return await(bootstrap.bind(InetAddress.getByName("0.0.0.0"), options.port()), options);
  }

  /** Whether IPv6 works and the port is what does not. */
  private static boolean isTaken(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use") || message.contains("ermission denied");
  }

  private static Channel await(ChannelFuture bound, ServerOptions options) throws IOException {
    if (bound.awaitUninterruptibly().isSuccess()) {
      return bound.channel();
    }
    throw new BindException(
        "cannot listen on %s:%d: %s; stop what uses the address, or choose another"
            .formatted(options.host(), options.port(), bound.cause().getMessage()));
  }

  /** The address it listens on, with the port taken. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** The number of exchanges under way. */
  public int active() {
    return serving.active().get();
  }

  /** The number of open connections. */
  public int connections() {
    return serving.connections().size();
  }

  /**
   * Stops accepting, tells clients to go elsewhere, and lets what runs finish.
   *
   * @return whether everything has finished within that time
   */
  public boolean drain(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    serving.startDraining();
    listening.close().awaitUninterruptibly();
    for (Channel connection : serving.connections()) {
      connection.eventLoop().execute(() -> startDraining(connection));
    }
    long quietSince = System.nanoTime();
    while (!serving.connections().isEmpty() && System.nanoTime() < deadline) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (active() > 0) {
        quietSince = System.nanoTime();
      } else if (System.nanoTime() - quietSince > LAST_BYTES.toNanos()) {
        break;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return active() == 0;
  }

  private static void startDraining(Channel connection) {
    connection.pipeline().fireUserEventTriggered(Drain.STARTED);
  }

  /** Stops at once; exchanges under way are cut off. */
  @Override
  public void close() {
    serving.startDraining();
    listening.close().awaitUninterruptibly();
    for (Channel connection : serving.connections()) {
      connection.eventLoop().execute(() -> connection.pipeline().firstContext().close());
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Prepares each connection accepted. */
  private static final class Connections extends ChannelInitializer<Channel> {
    private final Serving serving;
    private final @Nullable TlsSource tls;

    Connections(Serving serving, @Nullable TlsSource tls) {
      this.serving = serving;
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (serving.connections().size() >= serving.limits().connections()) {
        channel.close();
        return;
      }
      serving.connections().add(channel);
      channel.closeFuture().addListener(closed -> serving.connections().remove(channel));
      channel
          .pipeline()
          .addLast(tls == null ? new Http1Connection(serving, channel) : new TlsGate(serving, tls));
    }
  }
}
