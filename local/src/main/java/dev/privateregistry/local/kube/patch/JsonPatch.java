package dev.privateregistry.local.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** JSON patch (RFC 6902): a list of operations, all of which succeed or none. */
public record JsonPatch(JsonNode operations) implements Patch {
  public JsonPatch {
    if (!operations.isArray()) {
      throw new PatchException("a JSON patch is a list of operations");
    }
  }

  @Override
  public JsonNode apply(JsonNode target) {
    JsonNode document = target.deepCopy();
    for (JsonNode operation : operations) {
      document = apply(document, operation);
    }
    return document;
  }

  private static JsonNode apply(JsonNode document, JsonNode operation) {
    List<String> path = pointer(operation.path("path").asText());
    return switch (operation.path("op").asText()) {
      case "add" -> add(document, path, operation.path("value").deepCopy());
      case "remove" -> remove(document, path);
      case "replace" -> {
        find(document, path);
        yield path.isEmpty()
            ? operation.path("value").deepCopy()
            : replace(document, path, operation.path("value").deepCopy());
      }
      case "move" -> {
        List<String> from = pointer(operation.path("from").asText());
        JsonNode moved = find(document, from);
        yield add(remove(document, from), path, moved);
      }
      case "copy" ->
          add(document, path, find(document, pointer(operation.path("from").asText())).deepCopy());
      case "test" -> {
        if (!Json.same(find(document, path), operation.get("value"))) {
          throw new PatchException(
              "testing path %s failed".formatted(operation.path("path").asText()));
        }
        yield document;
      }
      default -> throw new PatchException("unknown operation " + operation.path("op").asText());
    };
  }

  private static List<String> pointer(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    return Stream.of(text.substring(1).split("/", -1))
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  private static JsonNode find(JsonNode document, List<String> path) {
    JsonNode current = document;
    for (String step : path) {
      current = current.isArray() ? current.path(index(step)) : current.path(step);
      if (current.isMissingNode()) {
        throw missing(path);
      }
    }
    return current;
  }

  private static JsonNode parent(JsonNode document, List<String> path) {
    return find(document, path.subList(0, path.size() - 1));
  }

  private static JsonNode add(JsonNode document, List<String> path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    switch (parent(document, path)) {
      case ObjectNode object -> object.set(path.getLast(), value);
      case ArrayNode array -> {
        int index = path.getLast().equals("-") ? array.size() : index(path.getLast());
        if (index < 0 || index > array.size()) {
          throw missing(path);
        }
        array.insert(index, value);
      }
      default -> throw missing(path);
    }
    return document;
  }

  private static JsonNode replace(JsonNode document, List<String> path, JsonNode value) {
    switch (parent(document, path)) {
      case ObjectNode object -> object.set(path.getLast(), value);
      case ArrayNode array -> array.set(index(path.getLast()), value);
      default -> throw missing(path);
    }
    return document;
  }

  private static JsonNode remove(JsonNode document, List<String> path) {
    find(document, path);
    switch (parent(document, path)) {
      case ObjectNode object -> object.remove(path.getLast());
      case ArrayNode array -> array.remove(index(path.getLast()));
      default -> throw missing(path);
    }
    return document;
  }

  private static int index(String step) {
    return step.matches("[0-9]{1,9}") ? Integer.parseInt(step) : -1;
  }

  private static PatchException missing(List<String> path) {
    return new PatchException("the path /%s does not exist".formatted(String.join("/", path)));
  }
}
