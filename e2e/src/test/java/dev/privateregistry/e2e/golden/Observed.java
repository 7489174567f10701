package dev.privateregistry.e2e.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An answer taken apart into what can differ, without what differs from run to run (ids, dates,
 * ports, signatures) and without how the body was framed, except that HEAD must tell the length.
 *
 * @param status the status and, for an error in the form of the specification, its codes
 * @param aspects {@code header x} and {@code body}, or {@code message} and {@code detail} of errors
 */
record Observed(String status, Map<String, String> aspects) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FRAMING = Set.of("date", "connection", "transfer-encoding");

  static Observed of(Answer answer, String method, Program program) {
    if (answer.status() == 0) {
      return new Observed("closed without an answer", Map.of());
    }
    Map<String, String> aspects = new TreeMap<>();
    for (Answer.Field field : answer.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean framing = name.equals("content-length") && !method.equals("HEAD");
      if (!framing && !FRAMING.contains(name)) {
        aspects.merge("header " + name, normal(field.value()), (a, b) -> a + ", " + b);
      }
    }
    JsonNode errors = errors(answer);
    if (errors == null) {
      aspects.put("body", normal(program == Program.REGISTRY_2 ? ordered(answer) : answer.text()));
      return new Observed(String.valueOf(answer.status()), aspects);
    }
    aspects.put("message", each(errors, "message"));
    aspects.put("detail", each(errors, "detail"));
    return new Observed(answer.status() + " " + each(errors, "code"), aspects);
  }

  /** registry:2 lists tags as the disk does, and each disk has its own order. */
  private static String ordered(Answer answer) {
    JsonNode tags = json(answer).path("tags");
    if (tags.size() < 2) {
      return answer.text();
    }
    return StreamSupport.stream(tags.spliterator(), false)
        .map(JsonNode::toString)
        .sorted()
        .collect(Collectors.joining(",", "{\"tags\":[", "]} in no order"));
  }

  private static @Nullable JsonNode errors(Answer answer) {
    JsonNode errors = json(answer).path("errors");
    return errors.isArray() && !errors.isEmpty() ? errors : null;
  }

  /** The body as JSON; nothing where it is none. */
  private static JsonNode json(Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String each(JsonNode errors, String member) {
    return StreamSupport.stream(errors.spliterator(), false)
        .map(error -> error.path(member))
        .map(node -> node.isTextual() ? node.textValue() : node.toString())
        .map(Observed::normal)
        .collect(Collectors.joining("; "));
  }

  /** Without what differs from one run to the next; the order of a scope's actions is one of it. */
  private static String normal(String text) {
    return text.replaceAll("_state=[A-Za-z0-9_=%-]+", "_state=…")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "<host>")
        .replaceAll("(sha256:|sha512:)([0-9a-f]{6})[0-9a-f]{26,}", "$1$2…")
        .replace(":push,pull\"", ":pull,push\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\0", "\\0");
  }
}
