package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one object has that another has not.
 *
 * @param written fields that are new or have another value
 * @param removed fields that are gone
 */
record Difference(FieldSet written, FieldSet removed) {
  private static final Difference NONE = new Difference(FieldSet.EMPTY, FieldSet.EMPTY);

  static Difference between(JsonNode before, JsonNode after, Schema schema) {
    boolean comparable =
        (Fields.isMap(before, schema) && Fields.isMap(after, schema))
            || (Fields.isKeyedList(before, schema) && Fields.isKeyedList(after, schema));
    if (!comparable) {
      return Json.same(before, after) ? NONE : new Difference(FieldSet.SELF, FieldSet.EMPTY);
    }
    Map<String, JsonNode> old = Fields.parts(before, schema);
    Map<String, JsonNode> now = Fields.parts(after, schema);
    Set<String> elements = new LinkedHashSet<>(old.keySet());
    elements.addAll(now.keySet());
    TreeMap<String, FieldSet> written = new TreeMap<>();
    TreeMap<String, FieldSet> removed = new TreeMap<>();
    for (String element : elements) {
      Difference part = part(old.get(element), now.get(element), schema, element);
      written.put(element, part.written());
      removed.put(element, part.removed());
    }
    return new Difference(FieldSet.of(false, written), FieldSet.of(false, removed));
  }

  private static Difference part(
      @Nullable JsonNode before, @Nullable JsonNode after, Schema schema, String element) {
    Schema partSchema = Fields.partSchema(schema, element);
    if (before != null && after != null) {
      return between(before, after, partSchema);
    }
    JsonNode only = before == null ? after : before;
    if (only == null) {
      return NONE;
    }
    FieldSet fields = Fields.of(only, partSchema);
    FieldSet all = Fields.memberOnItsOwn(schema, element) ? fields.withSelf() : fields;
    return before == null
        ? new Difference(all, FieldSet.EMPTY)
        : new Difference(FieldSet.EMPTY, all.withSelf());
  }
}
