package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP server on one socket: HTTP/1.1, and HTTP/2 where TLS negotiates it or it is asked for.
 */
public final class HttpServer implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(5);

  /** How long connections may take to end by themselves after the last exchange. */
  private static final Duration LAST_BYTES = Duration.ofSeconds(1);

  private final Serving serving;
  private final EventLoopGroup loops;
  private final Listening listening;

  private HttpServer(Serving serving, EventLoopGroup loops, Listening listening) {
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
      return new HttpServer(serving, loops, listen(options, serving, loops));
    } catch (IOException | RuntimeException failed) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw failed;
    }
  }

  private static Listening listen(ServerOptions options, Serving serving, EventLoopGroup loops)
      throws IOException {
    return Listening.start(options.endpoint(), loops, new Connections(serving, options));
  }

  private static IoHandlerFactory ioHandlers() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  /**
   * The TCP address it listens on, with the port taken.
   *
   * @throws IllegalStateException when it listens on a socket file
   */
  public InetSocketAddress address() {
    return listening.address();
  }

  /** Where it listens, for the log. */
  public String place() {
    return listening.text();
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
    listening.stop();
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
    listening.stop();
    for (Channel connection : serving.connections()) {
      connection.eventLoop().execute(() -> connection.pipeline().firstContext().close());
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Prepares each connection accepted. */
  private static final class Connections extends ChannelInitializer<Channel> {
    private final Serving serving;
    private final ServerOptions options;

    Connections(Serving serving, ServerOptions options) {
      this.serving = serving;
      this.options = options;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (serving.connections().size() >= serving.limits().connections()) {
        channel.close();
        return;
      }
      serving.connections().add(channel);
      channel.closeFuture().addListener(closed -> serving.connections().remove(channel));
      channel.pipeline().addLast(first(channel));
    }

    private ChannelHandler first(Channel channel) {
      TlsSource tls = options.tls();
      if (tls != null) {
        return new TlsGate(serving, tls);
      }
      return options.clearHttp2() ? new ClearGate(serving) : new Http1Connection(serving, channel);
    }
  }
}
