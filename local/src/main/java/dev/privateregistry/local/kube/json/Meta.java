package dev.privateregistry.local.kube.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metadata of an object. */
public record Meta(ObjectNode object) {
  public ObjectNode node() {
    return Json.child(object, "metadata");
  }

  private JsonNode view() {
    return object.path("metadata");
  }

  public String name() {
    return view().path("name").asText("");
  }

  /** Empty for objects outside of namespaces. */
  public String namespace() {
    return view().path("namespace").asText("");
  }

  public String uid() {
    return view().path("uid").asText("");
  }

  public String resourceVersion() {
    return view().path("resourceVersion").asText("");
  }

  public String kind() {
    return object.path("kind").asText("");
  }

  public String apiVersion() {
    return object.path("apiVersion").asText("");
  }

  public boolean deleting() {
    return view().hasNonNull("deletionTimestamp");
  }

  public List<String> finalizers() {
    return Json.texts(view().path("finalizers"));
  }

  /** Writes the finalizers, removing the field with the last one. */
  public void finalizers(List<String> finalizers) {
    if (finalizers.isEmpty()) {
      node().remove("finalizers");
    } else {
      node().set("finalizers", Json.strings(finalizers));
    }
  }

  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    view().path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  public List<JsonNode> ownerReferences() {
    return view().path("ownerReferences").valueStream().toList();
  }

  /** Entries of {@code managedFields}, empty when there are none. */
  public ArrayNode managedFields() {
    return view().get("managedFields") instanceof ArrayNode entries ? entries : Json.array();
  }
}
