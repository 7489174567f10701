package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/** The owners of an object's fields: {@code metadata.managedFields}. */
record Ownership(List<Entry> entries) {
  /**
   * One manager's fields.
   *
   * @param time when the set last changed, as RFC 3339
   */
  record Entry(Manager manager, FieldSet fields, String time) {}

  Ownership {
    entries = List.copyOf(entries);
  }

  static Ownership of(ObjectNode object) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : new Meta(object).managedFields()) {
      if (!entry.path("manager").asText("").isEmpty()) {
        entries.add(read(entry));
      }
    }
    return new Ownership(entries);
  }

  private static Entry read(JsonNode entry) {
    Manager.Operation operation =
        entry.path("operation").asText().equals("Apply")
            ? Manager.Operation.APPLY
            : Manager.Operation.UPDATE;
    Manager manager =
        new Manager(
            Json.text(entry, "manager"),
            operation,
            Json.text(entry, "apiVersion"),
            Json.text(entry, "subresource"));
    return new Entry(manager, FieldSet.fromJson(entry.path("fieldsV1")), Json.text(entry, "time"));
  }

  FieldSet of(Manager manager) {
    return entries.stream()
        .filter(e -> e.manager().sameAs(manager))
        .map(Entry::fields)
        .findFirst()
        .orElse(FieldSet.EMPTY);
  }

  /** The entries of everybody else. */
  List<Entry> others(Manager manager) {
    return entries.stream().filter(e -> !e.manager().sameAs(manager)).toList();
  }

  FieldSet all() {
    return entries.stream().map(Entry::fields).reduce(FieldSet.EMPTY, FieldSet::union);
  }

  /** With the manager's set replaced; the time moves only when the set does. */
  Ownership with(Manager manager, FieldSet fields, String now) {
    List<Entry> changed = new ArrayList<>();
    boolean known = false;
    for (Entry entry : entries) {
      if (entry.manager().sameAs(manager)) {
        known = true;
        boolean same =
            entry.fields().equals(fields)
                && entry.manager().apiVersion().equals(manager.apiVersion());
        changed.add(same ? entry : new Entry(manager, fields, now));
      } else {
        changed.add(entry);
      }
    }
    if (!known) {
      changed.add(new Entry(manager, fields, now));
    }
    return new Ownership(changed).withoutEmpty();
  }

  /** With every set changed. */
  Ownership map(BiFunction<Manager, FieldSet, FieldSet> change) {
    return new Ownership(
            entries.stream()
                .map(e -> new Entry(e.manager(), change.apply(e.manager(), e.fields()), e.time()))
                .toList())
        .withoutEmpty();
  }

  private Ownership withoutEmpty() {
    return new Ownership(entries.stream().filter(e -> !e.fields().isEmpty()).toList());
  }

  /** Writes the entries: appliers first, then by time. */
  void writeTo(ObjectNode object) {
    ArrayNode array = Json.array();
    entries.stream()
        .sorted(
            Comparator.comparing((Entry e) -> e.manager().operation())
                .thenComparing(Entry::time)
                .thenComparing(e -> e.manager().name()))
        .forEach(e -> array.add(write(e)));
    ObjectNode metadata = new Meta(object).node();
    if (array.isEmpty()) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", array);
    }
  }

  private static ObjectNode write(Entry entry) {
    Manager manager = entry.manager();
    ObjectNode node = Json.object();
    node.put("manager", manager.name()).put("operation", manager.operation().text());
    node.put("apiVersion", manager.apiVersion()).put("time", entry.time());
    node.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fields().toJson());
    if (!manager.subresource().isEmpty()) {
      node.put("subresource", manager.subresource());
    }
    return node;
  }
}
