package dev.privateregistry.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What an account asked of the API server, by the server's own record. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> READS = Set.of("get", "list", "watch");

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /**
   * One request about objects.
   *
   * @param resource as a rule of a role names it: {@code privateregistries/status}
   */
  record Request(
      String verb, String group, String resource, String namespace, String uri, int code) {

    boolean writes() {
      return !READS.contains(verb);
    }
  }

  /** The requests that have been answered so far, watches that still run among them. */
  List<Request> requests() {
    try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.of()) {
      return lines
          .map(AuditLog::parse)
          .filter(event -> event.has("objectRef"))
          .map(AuditLog::request)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Request request(JsonNode event) {
    JsonNode about = event.get("objectRef");
    String subresource = about.path("subresource").asText();
    return new Request(
        event.path("verb").asText(),
        about.path("apiGroup").asText(),
        about.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        about.path("namespace").asText(),
        event.path("requestURI").asText(),
        event.path("responseStatus").path("code").asInt());
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
