package dev.privateregistry.local.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A real program of a few lines in place of a registry. {@code GET /} answers with the text of the
 * file that its one argument names; {@code /token} with an environment variable; {@code /healthy}
 * fails while a file {@code sick} lies in its data folder. It notes start and end there.
 */
final class StandInServer {
  private StandInServer() {}

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(System.getenv("DATA"));
    String[] address = System.getenv("HTTP_ADDR").split(":");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.ofLiteral(address[0]), Integer.parseInt(address[1])),
            0);
    note(data, "start");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> note(data, "end")));
    server.createContext("/", exchange -> answer(exchange, 200, Path.of(arguments[0])));
    server.createContext("/token", exchange -> answer(exchange, 200, System.getenv("TOKEN")));
    server.createContext(
        "/healthy",
        exchange -> answer(exchange, Files.exists(data.resolve("sick")) ? 503 : 200, ""));
    server.start();
  }

  private static void note(Path data, String what) {
    try {
      Files.writeString(
          data.resolve("journal"),
          what + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, Path file) throws IOException {
    answer(exchange, status, Files.readString(file));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
