package dev.privateregistry.local.kube.select;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JSONPath of printer columns: fields, {@code ['quoted']} fields, indexes, {@code [*]} and
 * filters such as {@code [?(@.type=="Ready")]}.
 */
public final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<name>(?:\\\\.|[^.\\[\\\\])+)"
              + "|\\['(?<quoted>[^']*)'\\]"
              + "|\\[\"(?<doubled>[^\"]*)\"\\]"
              + "|\\[(?<index>-?\\d+)\\]"
              + "|(?<all>\\[\\*\\])"
              + "|\\[\\?\\(\\s*@(?<field>[^=!<>\\s]*)\\s*(?:(?<operator>==|!=)\\s*(?<value>[^)]*?)\\s*)?\\)\\]");

  private final List<Function<JsonNode, Stream<JsonNode>>> steps;

  private JsonPath(List<Function<JsonNode, Stream<JsonNode>>> steps) {
    this.steps = steps;
  }

  /**
   * Reads a path with or without the braces around it.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static JsonPath parse(String text) {
    String path =
        text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
    List<Function<JsonNode, Stream<JsonNode>>> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (end < path.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("not a JSONPath: " + text);
      }
      steps.add(step(matcher));
      end = matcher.end();
    }
    return new JsonPath(List.copyOf(steps));
  }

  /** Everything the path leads to. */
  public List<JsonNode> find(JsonNode root) {
    Stream<JsonNode> found = Stream.of(root);
    for (Function<JsonNode, Stream<JsonNode>> step : steps) {
      found = found.flatMap(step);
    }
    return found.toList();
  }

  private static Function<JsonNode, Stream<JsonNode>> step(Matcher matcher) {
    for (String group : List.of("name", "quoted", "doubled")) {
      String name = matcher.group(group);
      if (name != null) {
        String field = name.replaceAll("\\\\(.)", "$1");
        return field.equals("*")
            ? JsonNode::valueStream
            : node -> Stream.ofNullable(node.get(field));
      }
    }
    if (matcher.group("index") != null) {
      int index = Integer.parseInt(matcher.group("index"));
      return node -> Stream.ofNullable(node.get(index < 0 ? node.size() + index : index));
    }
    if (matcher.group("all") != null) {
      return JsonNode::valueStream;
    }
    Predicate<JsonNode> filter = filter(matcher);
    return node -> node.valueStream().filter(filter);
  }

  private static Predicate<JsonNode> filter(Matcher matcher) {
    JsonPath field = parse(matcher.group("field"));
    String operator = matcher.group("operator");
    if (operator == null) {
      return item -> !field.find(item).isEmpty();
    }
    String value = matcher.group("value").replaceAll("^['\"]|['\"]$", "");
    boolean equal = operator.equals("==");
    return item ->
        field.find(item).stream()
            .anyMatch(found -> !Json.isNull(found) && found.asText().equals(value) == equal);
  }
}
