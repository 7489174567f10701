package dev.privateregistry.operator.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What server-side apply makes of a live object: fields that the manager applied before and no
 * longer applies are removed, all it applies now is set, everything else stays.
 */
final class AppliedMerge {
  private AppliedMerge() {}

  static Map<String, Object> merge(
      Map<String, Object> live, Map<String, Object> applied, Map<String, Object> heldBefore) {
    Map<String, Object> result = copy(live);
    prune(result, heldBefore, FieldSet.of(applied));
    mergeMap(result, applied);
    return result;
  }

  private static void prune(
      Map<String, Object> target, Map<String, Object> before, Map<String, Object> now) {
    before.forEach(
        (key, held) -> {
          if (!key.startsWith("f:")) {
            return;
          }
          String name = key.substring(2);
          Object still = now.get(key);
          if (still == null) {
            target.remove(name);
          } else if (target.get(name) instanceof Map<?, ?> map) {
            prune(FieldSet.asMap(map), FieldSet.asMap(held), FieldSet.asMap(still));
          } else if (target.get(name) instanceof List<?> list) {
            target.put(name, pruneList(name, list, FieldSet.asMap(held), FieldSet.asMap(still)));
          }
        });
  }

  private static List<Object> pruneList(
      String name, List<?> list, Map<String, Object> before, Map<String, Object> now) {
    List<String> keys = FieldSet.keysOf(name, list);
    List<Object> kept = new ArrayList<>();
    for (Object element : list) {
      if (!keys.isEmpty() && element instanceof Map<?, ?> map) {
        String key = FieldSet.keyText(FieldSet.keyOf(FieldSet.asMap(map), keys));
        if (before.containsKey(key) && !now.containsKey(key)) {
          continue;
        }
        if (before.containsKey(key)) {
          prune(FieldSet.asMap(map), FieldSet.asMap(before.get(key)), FieldSet.asMap(now.get(key)));
        }
      }
      kept.add(element);
    }
    return kept;
  }

  private static void mergeMap(Map<String, Object> target, Map<String, Object> applied) {
    applied.forEach(
        (name, value) -> {
          Object there = target.get(name);
          if (value instanceof Map<?, ?> map && there instanceof Map<?, ?> old) {
            mergeMap(FieldSet.asMap(old), FieldSet.asMap(map));
          } else if (value instanceof List<?> list && there instanceof List<?> old) {
            target.put(name, mergeList(name, old, list));
          } else {
            target.put(name, deepCopy(value));
          }
        });
  }

  private static List<Object> mergeList(String name, List<?> live, List<?> applied) {
    List<String> keys = FieldSet.keysOf(name, applied);
    if (keys.isEmpty()) {
      return new ArrayList<>(applied);
    }
    Map<Object, Object> byKey = new LinkedHashMap<>();
    live.forEach(element -> byKey.put(FieldSet.keyOf(FieldSet.asMap(element), keys), element));
    for (Object element : applied) {
      Object key = FieldSet.keyOf(FieldSet.asMap(element), keys);
      Object old = byKey.get(key);
      if (old == null) {
        byKey.put(key, deepCopy(element));
      } else {
        mergeMap(FieldSet.asMap(old), FieldSet.asMap(element));
      }
    }
    return new ArrayList<>(byKey.values());
  }

  static Map<String, Object> copy(Map<String, Object> map) {
    Map<String, Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(key, deepCopy(value)));
    return result;
  }

  private static Object deepCopy(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(FieldSet.asMap(map));
    }
    if (value instanceof List<?> list) {
      List<Object> result = new ArrayList<>();
      list.forEach(element -> result.add(deepCopy(element)));
      return result;
    }
    return value;
  }
}
