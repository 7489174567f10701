package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceRegistry;
import dev.privateregistry.local.kube.discovery.OpenApi;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.write.Deletion;
import dev.privateregistry.local.kube.write.ObjectWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API over HTTPS, one virtual thread per request. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int BACKLOG = 256;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Router router;
  private final byte[] authorization;

  /**
   * The parts of the API that requests reach.
   *
   * @param clock tells ages and times of deletion
   */
  public record Api(
      ObjectStore store,
      ResourceRegistry registry,
      ObjectWriter writer,
      Deletion deletion,
      OpenApi openApi,
      Clock clock) {}

  /**
   * Binds the address; {@link #start} begins to answer.
   *
   * @throws IOException when the address cannot be bound
   */
  public ApiServer(InetSocketAddress address, SSLContext tls, String token, Api api)
      throws IOException {
    this.server = HttpsServer.create(address, BACKLOG);
    this.server.setHttpsConfigurator(new HttpsConfigurator(tls));
    this.server.setExecutor(threads);
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.router =
        new Router(
            api.registry(),
            new Documents(api.registry(), api.openApi()),
            new Reads(api.store(), api.clock()),
            new Watches(api.store(), api.clock()),
            new Writes(api.store(), api.writer(), api.deletion(), api.clock()));
  }

  public void start() {
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Call call = new Call(exchange);
      try {
        authorize(call);
        if (call.header("Upgrade").equalsIgnoreCase("websocket")) {
          call.respond(200, Json.object());
        } else {
          router.route(call);
        }
      } catch (ApiFailure failure) {
        fail(call, failure.code(), failure.status());
      } catch (RuntimeException failure) {
        LOG.warn("{} {} failed", call.method(), exchange.getRequestURI().getPath(), failure);
        fail(call, 500, Router.unforeseen(failure));
      }
    } catch (IOException clientGone) {
      LOG.debug("{} ended early: {}", exchange.getRequestURI().getPath(), clientGone.getMessage());
    }
  }

  private void authorize(Call call) {
    byte[] sent = call.header("Authorization").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(sent, authorization)) {
      throw ApiFailure.unauthorized();
    }
  }

  private static void fail(Call call, int code, JsonNode status) throws IOException {
    call.respond(code, status);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
