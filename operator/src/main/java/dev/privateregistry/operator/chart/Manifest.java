package dev.privateregistry.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of deploy/ on its way into the chart. What is to be changed must be there: a change of
 * deploy/ that the chart does not follow is an error of the build.
 */
final class Manifest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final ObjectNode root;

  Manifest(ObjectNode root) {
    this.root = root;
  }

  /** The objects of a file. */
  static List<Manifest> read(Path file) throws IOException {
    try (MappingIterator<ObjectNode> documents =
        YAML.readerFor(ObjectNode.class).readValues(file.toFile())) {
      List<Manifest> manifests = new ArrayList<>();
      documents.forEachRemaining(document -> manifests.add(new Manifest(document)));
      return manifests;
    }
  }

  /** The only object of a file. */
  static Manifest readOne(Path file) throws IOException {
    List<Manifest> manifests = read(file);
    if (manifests.size() != 1) {
      throw new IllegalStateException(file + " must hold one object");
    }
    return manifests.getFirst();
  }

  String text() {
    return TemplateText.of(root);
  }

  Manifest copy() {
    return new Manifest(root.deepCopy());
  }

  /** Replaces a value by another one or by an expression. */
  Manifest set(String pointer, String value) {
    existing(pointer);
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    String last = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(last), value);
    } else {
      ((ObjectNode) parent).put(last, value);
    }
    return this;
  }

  /** Replaces the entries of a map. */
  Manifest replace(String pointer, Fragment... fragments) {
    ((ObjectNode) existing(pointer)).removeAll();
    return add(pointer, fragments);
  }

  /** Adds to the end of a map or a list. */
  Manifest add(String pointer, Fragment... fragments) {
    for (Fragment fragment : fragments) {
      switch (existing(pointer)) {
        case ArrayNode list -> list.addPOJO(fragment);
        case ObjectNode map -> map.putPOJO("fragment " + map.size(), fragment);
        default -> throw new IllegalStateException(pointer + " is neither a map nor a list");
      }
    }
    return this;
  }

  /** Takes an entry away; a fragment may say it instead. */
  Manifest without(String pointer) {
    existing(pointer);
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) root.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
    return this;
  }

  /** Adds a map where there is none. */
  Manifest map(String pointer) {
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) existing(pointer.substring(0, slash))).putObject(pointer.substring(slash + 1));
    return this;
  }

  /** The same object of the kind that lives in a namespace: Role for ClusterRole, and so on. */
  Manifest namespaced(String namespace) {
    root.put("kind", root.path("kind").asText().replace("Cluster", ""));
    ((ObjectNode) existing("/metadata")).put("namespace", namespace);
    return this;
  }

  private JsonNode existing(String pointer) {
    JsonNode found = pointer.isEmpty() ? root : root.at(pointer);
    if (found.isMissingNode()) {
      throw new IllegalStateException(
          root.path("kind").asText() + " in deploy/ has no " + pointer + ", which the chart sets");
    }
    return found;
  }
}
