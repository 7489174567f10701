package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Request;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server on a free port of the loopback interface, and what it observed. */
final class TestServer implements AutoCloseable, ExchangeObserver {
  static final Timeouts PATIENT = Timeouts.defaults();
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final List<String> completed = new CopyOnWriteArrayList<>();
  private final List<Integer> refused = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final String scheme;

  private TestServer(ServerOptions options, Handler handler) throws IOException {
    this.server = HttpServer.start(options, handler, this);
    this.scheme = options.tls() == null ? "http" : "https";
  }

  static TestServer start(Handler handler) throws IOException {
    return start(ServerLimits.defaults(), null, handler);
  }

  static TestServer start(ServerLimits limits, @Nullable TlsSource tls, Handler handler)
      throws IOException {
    return start(
        new ServerOptions(new Endpoint.Tcp("127.0.0.1", 0), tls, false, limits, 2), handler);
  }

  static TestServer start(ServerOptions options, Handler handler) throws IOException {
    return new TestServer(options, handler);
  }

  HttpServer server() {
    return server;
  }

  int port() {
    return server.address().getPort();
  }

  URI uri(String target) {
    return URI.create(scheme + "://127.0.0.1:" + port() + target);
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  /** What was observed: method, path, status and body bytes of each exchange that is over. */
  List<String> completed() {
    return completed;
  }

  @Override
  public void completed(Request request, int status, long bytes, long nanos) {
    completed.add(request.method() + " " + request.path() + " " + status + " " + bytes);
  }

  /** The statuses of what was refused before it was understood. */
  List<Integer> refused() {
    return refused;
  }

  @Override
  public void refused(InetSocketAddress remote, int status) {
    assertTrue(remote.getAddress().isLoopbackAddress());
    refused.add(status);
  }

  /** Waits until a condition holds; the tests never sleep for a fixed time. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Bytes of buffers that Netty's allocator holds. */
  static long directMemory() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  @Override
  public void close() {
    server.close();
  }
}
