package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.write.DeleteOptions.Propagation;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes objects: at once, or by marking them when finalizers, a namespace's content or a running
 * Pod must go first.
 */
public final class Deletion {
  /** Held by an object until what it owns is gone. */
  public static final String FOREGROUND = "foregroundDeletion";

  /** Held by an object until what it owns has forgotten it. */
  public static final String ORPHAN = "orphan";

  private final ObjectStore store;
  private final Clock clock;

  public Deletion(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The outcome of a deletion.
   *
   * @param gone false when the object is only marked so far
   */
  public record Deleted(ObjectNode object, boolean gone) {}

  /** Whether nothing holds back a marked object any more. */
  static boolean isOver(ObjectNode object) {
    Meta meta = new Meta(object);
    return meta.deleting()
        && meta.finalizers().isEmpty()
        && Json.at(object, "metadata", "deletionGracePeriodSeconds").asLong(0) == 0
        && !namespaceWithContent(object);
  }

  private static boolean namespaceWithContent(ObjectNode object) {
    return new Meta(object).kind().equals("Namespace")
        && new Meta(object).apiVersion().equals("v1")
        && !Json.at(object, "spec", "finalizers").isEmpty();
  }

  public Deleted delete(Place place, DeleteOptions options) {
    return store.exclusively(
        () -> {
          ObjectNode old = store.get(place.key());
          if (old == null) {
            throw ApiFailure.notFound(place.kind(), place.name());
          }
          checkPreconditions(place, old, options);
          ObjectNode marked = mark(place.kind(), old, options);
          if (isOver(marked)) {
            ObjectNode last = options.dryRun() ? old : store.remove(place.key());
            return new Deleted(last == null ? old : last, true);
          }
          if (!options.dryRun() && !Json.same(old, marked)) {
            store.put(place.key(), marked);
          }
          return new Deleted(marked, false);
        });
  }

  private static void checkPreconditions(Place place, ObjectNode old, DeleteOptions options) {
    Meta meta = new Meta(old);
    if (!options.uid().isEmpty() && !options.uid().equals(meta.uid())) {
      throw ApiFailure.conflict(
          place.kind(),
          place.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(options.uid(), meta.uid()));
    }
    if (!options.resourceVersion().isEmpty()
        && !options.resourceVersion().equals(meta.resourceVersion())) {
      throw ApiFailure.conflict(
          place.kind(),
          place.name(),
          "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
              .formatted(options.resourceVersion(), meta.resourceVersion()));
    }
  }

  private ObjectNode mark(ResourceKind kind, ObjectNode old, DeleteOptions options) {
    ObjectNode object = old.deepCopy();
    Meta meta = new Meta(object);
    List<String> finalizers = new ArrayList<>(meta.finalizers());
    if (!meta.deleting()) {
      if (options.propagation() == Propagation.FOREGROUND) {
        finalizers.add(FOREGROUND);
      } else if (options.propagation() == Propagation.ORPHAN) {
        finalizers.add(ORPHAN);
      }
      meta.finalizers(finalizers);
    }
    long grace = grace(kind, object, options);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (!meta.deleting()) {
      meta.node().put("deletionTimestamp", now.plusSeconds(grace).toString());
      if (kind.has(Trait.GENERATION)) {
        meta.node().put("generation", meta.node().path("generation").asLong(0) + 1);
      }
      meta.node().put("deletionGracePeriodSeconds", grace);
    } else if (grace < meta.node().path("deletionGracePeriodSeconds").asLong(0)) {
      meta.node().put("deletionTimestamp", now.plusSeconds(grace).toString());
      meta.node().put("deletionGracePeriodSeconds", grace);
    }
    if (namespaceWithContent(object)) {
      Json.child(object, "status").put("phase", "Terminating");
    }
    return object;
  }

  /** A Pod on a node stops in its own time; its node confirms with a grace period of zero. */
  private static long grace(ResourceKind kind, ObjectNode object, DeleteOptions options) {
    boolean running = kind.has(Trait.GRACEFUL) && !Json.text(object, "spec", "nodeName").isEmpty();
    String phase = Json.text(object, "status", "phase");
    if (!running || phase.equals("Succeeded") || phase.equals("Failed")) {
      return 0;
    }
    return options.graceSeconds() >= 0
        ? options.graceSeconds()
        : Json.at(object, "spec", "terminationGracePeriodSeconds").asLong(30);
  }

  /** Removes finalizers of the server's own, and the object when these were the last. */
  public void release(Place place, List<String> finalizers) {
    store.exclusively(
        () -> {
          ObjectNode old = store.get(place.key());
          if (old == null) {
            return false;
          }
          ObjectNode object = old.deepCopy();
          Meta meta = new Meta(object);
          meta.finalizers(meta.finalizers().stream().filter(f -> !finalizers.contains(f)).toList());
          if (finalizers.contains("kubernetes")) {
            Json.child(object, "spec").remove("finalizers");
          }
          if (isOver(object)) {
            store.remove(place.key());
          } else if (!Json.same(old, object)) {
            store.put(place.key(), object);
          }
          return true;
        });
  }
}
