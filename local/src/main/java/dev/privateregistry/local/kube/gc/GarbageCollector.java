package dev.privateregistry.local.kube.gc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.admission.Admission;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.KnownKinds;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.ResourceRegistry;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.store.Change;
import dev.privateregistry.local.kube.store.ObjectKey;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.write.DeleteOptions;
import dev.privateregistry.local.kube.write.Deletion;
import dev.privateregistry.local.kube.write.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes objects whose owners are gone, the content of namespaces and of kinds that are being
 * deleted, and keeps the promises of foreground and orphan deletion.
 */
public final class GarbageCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

  private final ObjectStore store;
  private final ResourceRegistry registry;
  private final Deletion deletion;
  private final Semaphore work = new Semaphore(1);
  private final Thread thread;

  public GarbageCollector(ObjectStore store, ResourceRegistry registry, Deletion deletion) {
    this.store = store;
    this.registry = registry;
    this.deletion = deletion;
    this.thread = Thread.ofVirtual().name("kube-gc").unstarted(this::run);
  }

  /** Begins to watch the store. */
  public void start() {
    store.onChange(this::noticed);
    thread.start();
  }

  private void noticed(Change change) {
    Meta meta = new Meta(change.object());
    boolean relevant =
        change.type() == Change.Type.DELETED
            || meta.deleting()
            || (change.type() == Change.Type.ADDED && !meta.ownerReferences().isEmpty());
    if (relevant) {
      work.release();
    }
  }

  private void run() {
    while (!store.closed()) {
      try {
        work.acquire();
        work.drainPermits();
        sweep();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Garbage collection failed, it is tried again with the next change", e);
      }
    }
  }

  /** One look at everything. */
  void sweep() {
    List<ObjectNode> objects = store.all();
    Map<String, ObjectNode> byUid =
        objects.stream().collect(Collectors.toMap(o -> new Meta(o).uid(), o -> o, (a, b) -> a));
    for (ObjectNode object : objects) {
      place(object).ifPresent(place -> visit(place, object, objects, byUid.keySet()));
    }
  }

  private Optional<Place> place(ObjectNode object) {
    Meta meta = new Meta(object);
    return registry
        .kind(meta.apiVersion(), meta.kind())
        .map(kind -> new Place(kind, meta.namespace(), meta.name(), ""));
  }

  private void visit(Place place, ObjectNode object, List<ObjectNode> all, Set<String> living) {
    Meta meta = new Meta(object);
    if (meta.deleting()) {
      finish(place, object, all);
    }
    List<JsonNode> owners = meta.ownerReferences();
    List<JsonNode> left =
        owners.stream().filter(o -> living.contains(Json.text(o, "uid"))).toList();
    if (owners.isEmpty() || left.size() == owners.size()) {
      return;
    }
    if (left.isEmpty()) {
      delete(place, meta.uid());
    } else {
      keepOwners(place.key(), left);
    }
  }

  private void delete(Place place, String uid) {
    ObjectNode present = store.get(place.key());
    if (present == null || new Meta(present).deleting()) {
      return;
    }
    try {
      DeleteOptions options =
          new DeleteOptions(false, DeleteOptions.Propagation.BACKGROUND, -1, uid, "");
      deletion.delete(place, options);
    } catch (ApiFailure changedMeanwhile) {
      LOG.debug("{} is not deleted: {}", place.key(), changedMeanwhile.getMessage());
    }
  }

  private void keepOwners(ObjectKey key, List<JsonNode> owners) {
    store.exclusively(
        () -> {
          ObjectNode present = store.get(key);
          if (present == null) {
            return false;
          }
          ObjectNode object = present.deepCopy();
          ArrayNode references = Json.array().addAll(owners);
          if (references.isEmpty()) {
            new Meta(object).node().remove("ownerReferences");
          } else {
            new Meta(object).node().set("ownerReferences", references);
          }
          store.put(key, object);
          return true;
        });
  }

  private void finish(Place place, ObjectNode object, List<ObjectNode> all) {
    Meta meta = new Meta(object);
    if (place.kind().resource().equals("namespaces")) {
      finishContainer(
          place,
          all.stream().filter(o -> new Meta(o).namespace().equals(meta.name())).toList(),
          "kubernetes");
    } else if (place.kind().resource().equals(KnownKinds.DEFINITIONS)) {
      finishContainer(place, ofDefinition(meta.name()), Admission.DEFINITION_CLEANUP);
    }
    if (meta.finalizers().contains(Deletion.FOREGROUND)) {
      finishForeground(place, meta.uid(), all);
    }
    if (meta.finalizers().contains(Deletion.ORPHAN)) {
      dependents(meta.uid(), all).forEach(d -> place(d).ifPresent(p -> forget(p, d, meta.uid())));
      deletion.release(place, List.of(Deletion.ORPHAN));
    }
  }

  private List<ObjectNode> ofDefinition(String resource) {
    return registry
        .stored(resource)
        .map(kind -> store.list(kind.resource(), "").objects())
        .orElse(List.of());
  }

  private void finishContainer(Place place, List<ObjectNode> content, String finalizer) {
    if (content.isEmpty()) {
      deletion.release(place, List.of(finalizer));
    }
    for (ObjectNode object : content) {
      Meta meta = new Meta(object);
      Optional<ResourceKind> kind = registry.kind(meta.apiVersion(), meta.kind());
      kind.ifPresent(k -> delete(new Place(k, meta.namespace(), meta.name(), ""), meta.uid()));
    }
  }

  private void finishForeground(Place place, String uid, List<ObjectNode> all) {
    List<ObjectNode> dependents = dependents(uid, all);
    boolean blocked = false;
    for (ObjectNode dependent : dependents) {
      place(dependent).ifPresent(p -> delete(p, new Meta(dependent).uid()));
      boolean gone = place(dependent).map(p -> store.get(p.key()) == null).orElse(true);
      blocked |= !gone && blocks(dependent, uid);
    }
    if (!blocked) {
      deletion.release(place, List.of(Deletion.FOREGROUND));
    }
  }

  private static List<ObjectNode> dependents(String uid, List<ObjectNode> all) {
    return all.stream()
        .filter(
            o ->
                new Meta(o)
                    .ownerReferences().stream().anyMatch(r -> Json.text(r, "uid").equals(uid)))
        .toList();
  }

  private static boolean blocks(ObjectNode dependent, String uid) {
    return new Meta(dependent)
        .ownerReferences().stream()
            .anyMatch(
                r -> Json.text(r, "uid").equals(uid) && r.path("blockOwnerDeletion").asBoolean());
  }

  private void forget(Place place, ObjectNode dependent, String uid) {
    keepOwners(
        place.key(),
        new Meta(dependent)
            .ownerReferences().stream().filter(r -> !Json.text(r, "uid").equals(uid)).toList());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
