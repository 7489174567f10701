package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set of paths in an object, as {@code fieldsV1} writes them: {@code f:name} for a field, {@code
 * k:{...}} for the item with these keys, {@code v:...} for the item with this value.
 *
 * @param member whether the place itself belongs to the set
 * @param children the places below it that hold members
 */
public record FieldSet(boolean member, SortedMap<String, FieldSet> children) {
  public static final FieldSet EMPTY = new FieldSet(false, Collections.emptySortedMap());
  public static final FieldSet SELF = new FieldSet(true, Collections.emptySortedMap());
  private static final String OWN = ".";

  public FieldSet {
    children = Collections.unmodifiableSortedMap(children);
  }

  public boolean isEmpty() {
    return !member && children.isEmpty();
  }

  public FieldSet child(String element) {
    return children.getOrDefault(element, EMPTY);
  }

  /** The set with the place itself in it. */
  public FieldSet withSelf() {
    return new FieldSet(true, children);
  }

  /** The set of the given places, without those that hold nothing. */
  static FieldSet of(boolean member, Map<String, FieldSet> children) {
    TreeMap<String, FieldSet> kept = new TreeMap<>();
    children.forEach(
        (element, child) -> {
          if (!child.isEmpty()) {
            kept.put(element, child);
          }
        });
    return new FieldSet(member, kept);
  }

  public FieldSet union(FieldSet other) {
    TreeMap<String, FieldSet> all = new TreeMap<>(children);
    other.children.forEach((element, child) -> all.merge(element, child, FieldSet::union));
    return new FieldSet(member || other.member, all);
  }

  public FieldSet minus(FieldSet other) {
    TreeMap<String, FieldSet> rest = new TreeMap<>();
    children.forEach((element, child) -> rest.put(element, child.minus(other.child(element))));
    return of(member && !other.member, rest);
  }

  public FieldSet intersection(FieldSet other) {
    TreeMap<String, FieldSet> common = new TreeMap<>();
    children.forEach(
        (element, child) -> common.put(element, child.intersection(other.child(element))));
    return of(member && other.member, common);
  }

  /** The set without one place and all below it. */
  public FieldSet without(String... path) {
    TreeMap<String, FieldSet> rest = new TreeMap<>(children);
    if (path.length == 1) {
      rest.remove(path[0]);
    } else if (rest.containsKey(path[0])) {
      String[] below = Arrays.copyOfRange(path, 1, path.length);
      rest.put(path[0], child(path[0]).without(below));
    }
    return of(member, rest);
  }

  /** Only what lies at or below one field. */
  public FieldSet only(String element) {
    return of(false, Map.of(element, child(element)));
  }

  public ObjectNode toJson() {
    ObjectNode node = Json.object();
    if (member && !children.isEmpty()) {
      node.putObject(OWN);
    }
    children.forEach((element, child) -> node.set(element, child.toJson()));
    return node;
  }

  /** Reads {@code fieldsV1}; an empty object is a member. */
  public static FieldSet fromJson(JsonNode node) {
    TreeMap<String, FieldSet> children = new TreeMap<>();
    node.properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(OWN)) {
                JsonNode below = field.getValue();
                children.put(canonical(field.getKey()), below.isEmpty() ? SELF : fromJson(below));
              }
            });
    return new FieldSet(node.has(OWN), children);
  }

  private static String canonical(String element) {
    return element.startsWith("k:")
        ? "k:" + Json.canonical(Json.parse(element.substring(2)))
        : element;
  }

  /** Every member as a path that people read: {@code .spec.containers[name="app"].image}. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect("", paths);
    return paths;
  }

  private void collect(String prefix, List<String> paths) {
    if (member && !prefix.isEmpty()) {
      paths.add(prefix);
    }
    children.forEach((element, child) -> child.collect(prefix + shown(element), paths));
  }

  private static String shown(String element) {
    String value = element.substring(2);
    return switch (element.charAt(0)) {
      case 'k' -> {
        List<String> keys = new ArrayList<>();
        Json.parse(value).properties().forEach(e -> keys.add(e.getKey() + "=" + e.getValue()));
        yield "[" + String.join(",", keys) + "]";
      }
      case 'v' -> "[=" + value + "]";
      case 'i' -> "[" + value + "]";
      default -> "." + value;
    };
  }
}
