package dev.privateregistry.registry.notification;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A webhook that does as it is told, and keeps what it is sent. */
public final class TestReceiver implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Delivered> accepted = new LinkedBlockingQueue<>();
  private final AtomicInteger tries = new AtomicInteger();
  private volatile Answer answer = exchange -> 200;

  /** What a receiver was sent. */
  public record Delivered(JsonNode envelope, com.sun.net.httpserver.Headers headers) {
    public JsonNode event() {
      return envelope.at("/events/0");
    }
  }

  /** Decides on the status. */
  public interface Answer {
    int status(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private TestReceiver(HttpServer server) {
    this.server = server;
  }

  public static TestReceiver start() throws IOException {
    return start(0);
  }

  /** Starts on this port. */
  public static TestReceiver start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    TestReceiver receiver = new TestReceiver(server);
    server.createContext("/", receiver::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return receiver;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/events");
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void answer(Answer next) {
    answer = next;
  }

  /** How often it was called, whatever it answered. */
  public int tries() {
    return tries.get();
  }

  /** The next event that it accepted. */
  public Delivered next() throws InterruptedException {
    Delivered delivered = accepted.poll(20, TimeUnit.SECONDS);
    assertNotNull(delivered, "no event arrives");
    return delivered;
  }

  public @Nullable Delivered nextNow() {
    return accepted.poll();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      tries.incrementAndGet();
      JsonNode envelope = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
      int status = answer.status(exchange);
      if (status < 300) {
        accepted.add(new Delivered(envelope, exchange.getRequestHeaders()));
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
