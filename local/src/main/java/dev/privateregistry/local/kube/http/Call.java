package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.protobuf.ProtobufReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
final class Call {
  private static final int LARGEST_BODY = 3 * 1024 * 1024;
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String BODY_TYPES = "application/json, application/yaml, " + PROTOBUF;
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ProtobufReader PROTOBUF_READER = new ProtobufReader();

  private final HttpExchange exchange;
  private final Map<String, String> query;

  Call(HttpExchange exchange) {
    this.exchange = exchange;
    this.query = parseQuery(exchange.getRequestURI().getRawQuery());
  }

  private static Map<String, String> parseQuery(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw == null) {
      return query;
    }
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.putIfAbsent(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return query;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  /** The parts of the path between slashes. */
  List<String> path() {
    return Stream.of(exchange.getRequestURI().getRawPath().split("/"))
        .filter(part -> !part.isEmpty())
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  /** A query parameter, empty when absent. */
  String query(String name) {
    return query.getOrDefault(name, "");
  }

  boolean flag(String name) {
    String value = query(name).toLowerCase(Locale.ROOT);
    return value.equals("true")
        || value.equals("1")
        || (value.isEmpty() && query.containsKey(name));
  }

  /** A header, empty when absent. */
  String header(String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** The media type of the body without parameters. */
  String bodyType() {
    return header("Content-Type").split(";")[0].strip().toLowerCase(Locale.ROOT);
  }

  private byte[] bytes() throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw ApiFailure.tooLarge(LARGEST_BODY);
    }
    return bytes;
  }

  /** The body as JSON, however it was sent; an empty object when there is none. */
  JsonNode body() throws IOException {
    byte[] bytes = bytes();
    if (bytes.length == 0) {
      return Json.object();
    }
    String type = bodyType();
    if (type.contains("cbor")) {
      throw ApiFailure.unsupportedMediaType(BODY_TYPES);
    }
    if (type.equals(PROTOBUF)) {
      return PROTOBUF_READER
          .read(bytes)
          .orElseThrow(() -> ApiFailure.unsupportedMediaType("application/json"));
    }
    try {
      return type.contains("yaml") && bytes[0] != '{' ? YAML.readTree(bytes) : Json.read(bytes);
    } catch (JsonProcessingException e) {
      throw ApiFailure.badRequest(
          "the body of the request is malformed: " + e.getOriginalMessage());
    }
  }

  /** The body, which must be an object. */
  ObjectNode objectBody() throws IOException {
    if (body() instanceof ObjectNode object) {
      return object;
    }
    throw ApiFailure.badRequest("the body of the request is not an object");
  }

  void warn(String text) {
    exchange
        .getResponseHeaders()
        .add("Warning", "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  void respond(int code, JsonNode body) throws IOException {
    respond(code, "application/json", Json.bytes(body));
  }

  void respond(int code, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
    boolean bodyless = method().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(code, bodyless ? -1 : body.length);
    if (!bodyless) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** Begins an answer of unknown length; its headers are on their way at once. */
  OutputStream stream(String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    return out;
  }
}
