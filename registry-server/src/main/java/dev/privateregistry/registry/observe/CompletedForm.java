package dev.privateregistry.registry.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * One JSON object for each exchange, with distribution's fields of {@code response completed}.
 *
 * @param names of the fields that every log line has
 * @param fields added to each line
 */
public record CompletedForm(Names names, Map<String, String> fields) implements AccessForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  public CompletedForm {
    fields = Map.copyOf(fields);
  }

  /** What the time and the message are called. */
  public enum Names {
    JSON("time", "msg"),
    LOGSTASH("@timestamp", "message");

    private final String time;
    private final String message;

    Names(String time, String message) {
      this.time = time;
      this.message = message;
    }
  }

  @Override
  public void append(StringBuilder text, AccessLine line) {
    ObjectNode node = JSON.createObjectNode();
    node.put(names.time, Instant.ofEpochMilli(line.millis()).toString());
    node.put("level", "info");
    node.put(names.message, "response completed");
    if (names == Names.LOGSTASH) {
      node.put("@version", "1");
    }
    AccessLine.Target target = line.target();
    node.put("http.request.id", line.origin().id());
    node.put("http.request.method", target.method());
    node.put("http.request.host", line.origin().host());
    node.put("http.request.uri", target.shown());
    node.put("http.request.remoteaddr", line.host() + ":" + line.remote().getPort());
    if (line.userAgent() != null) {
      node.put("http.request.useragent", line.userAgent());
    }
    if (!line.user().isEmpty() && !line.user().equals("-")) {
      node.put("auth.user.name", line.user());
    }
    node.put("http.response.status", line.result().status());
    node.put("http.response.written", line.result().bytes());
    node.put("http.response.duration", duration(line.result().nanos()));
    fields.forEach((name, value) -> node.put(name, value));
    text.append(node);
  }

  /** As Go writes durations: the largest unit of which there is one. */
  private static String duration(long nanos) {
    if (nanos >= 1_000_000_000) {
      return nanos / 1e9 + "s";
    }
    return nanos >= 1_000_000 ? nanos / 1e6 + "ms" : nanos / 1e3 + "µs";
  }
}
