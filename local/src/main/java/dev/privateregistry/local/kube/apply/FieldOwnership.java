package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.schema.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Server-side apply and the ownership of fields, after the algorithm of structured-merge-diff: a
 * field belongs to whoever wrote its value; an applier that names a field of another manager with
 * another value conflicts; a field that an applier no longer names and nobody else owns goes.
 */
public final class FieldOwnership {
  private static final List<String> UNOWNED_METADATA =
      List.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "managedFields");
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Schema schema;
  private final boolean statusApart;

  /**
   * @param statusApart whether {@code status} is written through its own path only
   */
  public FieldOwnership(Schema schema, boolean statusApart) {
    this.schema = schema;
    this.statusApart = statusApart;
  }

  /**
   * Lays an applied configuration over the live object.
   *
   * @param live the object as it is; empty fields when there is none yet
   * @throws ApiFailure 409 when fields belong to others and {@code force} is not given
   */
  public ObjectNode apply(
      ObjectNode live, ObjectNode applied, Manager manager, boolean force, Instant now) {
    ObjectNode config = applied.deepCopy();
    Json.dropNulls(config);
    Ownership before = Ownership.of(live);
    FieldSet wanted = owned(Fields.of(config, schema), manager);
    ObjectNode merged = (ObjectNode) ApplyMerge.merge(live, config, schema);

    List<Ownership.Entry> others = before.others(manager);
    FieldSet kept = others.stream().map(Ownership.Entry::fields).reduce(wanted, FieldSet::union);
    Pruning.prune(merged, before.of(manager).minus(kept), kept, schema);

    Difference difference = Difference.between(live, merged, schema);
    FieldSet taken = difference.written();
    if (!force) {
      refuseConflicts(others, taken);
    }
    Ownership after =
        before
            .map(
                (m, fields) ->
                    m.sameAs(manager) ? fields : fields.minus(taken).minus(difference.removed()))
            .with(manager, wanted, time(now));
    syncLastApplied(live, merged, applied, manager);
    after.writeTo(merged);
    return merged;
  }

  /** Keeps the annotation of client-side apply true, where it is in use. */
  private static void syncLastApplied(
      ObjectNode live, ObjectNode merged, ObjectNode applied, Manager manager) {
    boolean inUse = Json.at(live, "metadata", "annotations").has(LAST_APPLIED);
    if (inUse && manager.name().equals("kubectl")) {
      ObjectNode config = applied.deepCopy();
      new Meta(config).node().remove("managedFields");
      Json.child(new Meta(merged).node(), "annotations")
          .put(LAST_APPLIED, config.toString() + "\n");
    }
  }

  private static void refuseConflicts(List<Ownership.Entry> others, FieldSet taken) {
    Map<String, List<String>> byManager = new TreeMap<>();
    List<ObjectNode> causes = new ArrayList<>();
    for (Ownership.Entry other : others) {
      String name = other.manager().shown();
      for (String path : other.fields().intersection(taken).paths()) {
        byManager.computeIfAbsent(name, n -> new ArrayList<>()).add(path);
        causes.add(
            Json.object()
                .put("reason", "FieldManagerConflict")
                .put("message", "conflict with " + name)
                .put("field", path));
      }
    }
    if (causes.isEmpty()) {
      return;
    }
    if (causes.size() == 1) {
      throw ApiFailure.ownership(
          "Apply failed with 1 conflict: %s: %s"
              .formatted(
                  causes.getFirst().path("message").asText(),
                  causes.getFirst().path("field").asText()),
          causes);
    }
    StringBuilder text = new StringBuilder();
    byManager.forEach(
        (name, paths) -> {
          text.append(text.isEmpty() ? "" : "\n").append("conflicts with ").append(name);
          text.append(":");
          paths.forEach(path -> text.append("\n- ").append(path));
        });
    throw ApiFailure.ownership(
        "Apply failed with %d conflicts: %s".formatted(causes.size(), text), causes);
  }

  /**
   * Notes who wrote what in a create, an update or a patch. Managed fields that the writer sent are
   * taken; an entry without content clears them.
   *
   * @param before the object as it was; empty fields when it is new
   * @param after the object as it will be, changed in place
   */
  public void update(ObjectNode before, ObjectNode after, Manager manager, Instant now) {
    boolean sent = !new Meta(after).managedFields().isEmpty();
    Ownership known = Ownership.of(sent ? after : before);
    Difference difference = Difference.between(before, after, schema);
    FieldSet written = owned(difference.written(), manager);
    FieldSet removed = difference.removed();
    FieldSet own = known.of(manager).minus(removed).union(written);
    known
        .map((m, f) -> m.sameAs(manager) ? f : f.minus(written).minus(removed))
        .with(manager, own, time(now))
        .writeTo(after);
  }

  private FieldSet owned(FieldSet fields, Manager manager) {
    FieldSet owned = fields.without("f:apiVersion").without("f:kind");
    for (String field : UNOWNED_METADATA) {
      owned = owned.without("f:metadata", "f:" + field);
    }
    if (!manager.subresource().isEmpty()) {
      return owned.only("f:status");
    }
    return statusApart ? owned.without("f:status") : owned;
  }

  private static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Complains about an apply that names the managed fields themselves. */
  public static List<FieldError> check(ObjectNode applied) {
    return new Meta(applied).managedFields().isEmpty()
        ? List.of()
        : List.of(FieldError.invalid("metadata.managedFields", "", "must be nil"));
  }
}
