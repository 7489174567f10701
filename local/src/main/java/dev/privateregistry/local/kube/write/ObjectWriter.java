package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.admission.Admission;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.apply.FieldOwnership;
import dev.privateregistry.local.kube.apply.Manager;
import dev.privateregistry.local.kube.apply.Manager.Operation;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.store.ObjectKey;
import dev.privateregistry.local.kube.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Creates and changes objects. Each write is one step from the state it read to the state it
 * stores.
 */
public final class ObjectWriter {
  private static final int SUFFIX_LENGTH = 5;
  private static final int LONGEST_PREFIX = 58;
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private final ObjectStore store;
  private final Admission admission;
  private final Intake intake;
  private final ServiceAddresses addresses;
  private final Clock clock;

  public ObjectWriter(ObjectStore store, Admission admission, Clock clock) {
    this.store = store;
    this.admission = admission;
    this.intake = new Intake(admission);
    this.addresses = new ServiceAddresses(store);
    this.clock = clock;
  }

  /** Stores a new object. */
  public Written create(Place place, ObjectNode body, WriteOptions options) {
    ObjectNode object = body.deepCopy();
    return store.exclusively(
        () -> {
          List<String> warnings = intake.accept(place, object, options);
          generateName(object);
          if (!new Meta(object).resourceVersion().isEmpty()) {
            throw ApiFailure.badRequest(
                "resourceVersion should not be set on objects to be created");
          }
          begin(place.kind(), object);
          ownership(place)
              .update(
                  Json.object(),
                  object,
                  manager(place, options, Operation.UPDATE),
                  clock.instant());
          return finishCreate(place, object, options, warnings);
        });
  }

  /** Replaces an object, its status, or all but its status. */
  public Written replace(Place place, ObjectNode body, WriteOptions options) {
    return change(place, old -> body.deepCopy(), options);
  }

  /** Changes an object by a function of its present state. */
  public Written change(
      Place place, Function<ObjectNode, ObjectNode> change, WriteOptions options) {
    return store.exclusively(
        () -> {
          ObjectNode old = existing(place);
          ObjectNode object = change.apply(old.deepCopy());
          List<String> warnings = intake.accept(place, object, options);
          Continuity.checkPreconditions(place, old, object);
          Continuity.keepWhatIsNotWritten(place, old, object);
          admission.applyDefaults(place.kind(), object);
          ownership(place)
              .update(old, object, manager(place, options, Operation.UPDATE), clock.instant());
          return finishChange(place, old, object, options, warnings);
        });
  }

  /** Server-side apply: creates the object when it is absent. */
  public Written apply(Place place, ObjectNode body, WriteOptions options) {
    ObjectNode applied = body.deepCopy();
    return store.exclusively(
        () -> {
          ObjectNode old = store.get(place.key());
          if (old == null && !place.subresource().isEmpty()) {
            throw ApiFailure.notFound(place.kind(), place.name());
          }
          checkApplied(place, applied);
          List<String> warnings = intake.accept(place, applied, options);
          ObjectNode live = old == null ? Json.object() : present(place, old);
          ObjectNode object =
              ownership(place)
                  .apply(
                      live,
                      applied,
                      manager(place, options, Operation.APPLY),
                      options.force(),
                      clock.instant());
          if (old == null) {
            begin(place.kind(), object);
            return finishCreate(place, object, options, warnings);
          }
          Continuity.checkPreconditions(place, old, object);
          Continuity.keepWhatIsNotWritten(place, old, object);
          admission.applyDefaults(place.kind(), object);
          return finishChange(place, old, object, options, warnings);
        });
  }

  private static void checkApplied(Place place, ObjectNode applied) {
    String name = new Meta(applied).name();
    if (!name.isEmpty() && !name.equals(place.name())) {
      throw ApiFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, place.name()));
    }
    new Meta(applied).node().put("name", place.name());
    List<FieldError> errors = FieldOwnership.check(applied);
    if (!errors.isEmpty()) {
      throw ApiFailure.badRequest(errors.getFirst().line());
    }
  }

  private static FieldOwnership ownership(Place place) {
    return new FieldOwnership(place.kind().schema(), place.kind().has(Trait.STATUS));
  }

  private static Manager manager(Place place, WriteOptions options, Operation operation) {
    return new Manager(
        options.fieldManager(), operation, place.kind().apiVersion(), place.subresource());
  }

  private ObjectNode existing(Place place) {
    ObjectNode old = store.get(place.key());
    if (old == null) {
      throw ApiFailure.notFound(place.kind(), place.name());
    }
    return present(place, old);
  }

  /** The stored object in the version of the request. */
  private static ObjectNode present(Place place, ObjectNode stored) {
    if (new Meta(stored).apiVersion().equals(place.kind().apiVersion())) {
      return stored;
    }
    return stored.deepCopy().put("apiVersion", place.kind().apiVersion());
  }

  private static void generateName(ObjectNode object) {
    Meta meta = new Meta(object);
    String prefix = Json.text(object, "metadata", "generateName");
    if (meta.name().isEmpty() && !prefix.isEmpty()) {
      StringBuilder name =
          new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)));
      for (int i = 0; i < SUFFIX_LENGTH; i++) {
        int at = ThreadLocalRandom.current().nextInt(SUFFIX_ALPHABET.length());
        name.append(SUFFIX_ALPHABET.charAt(at));
      }
      meta.node().put("name", name.toString());
    }
  }

  /** What the server alone writes into a new object. */
  private void begin(ResourceKind kind, ObjectNode object) {
    if (kind.has(Trait.STATUS)) {
      object.remove("status");
    }
    ObjectNode metadata = new Meta(object).node();
    List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion")
        .forEach(metadata::remove);
    admission.applyDefaults(kind, object);
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", now());
    if (kind.has(Trait.GENERATION)) {
      metadata.put("generation", 1);
    } else {
      metadata.remove("generation");
    }
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Written finishCreate(
      Place place, ObjectNode object, WriteOptions options, List<String> warnings) {
    ResourceKind kind = place.kind();
    String name = new Meta(object).name();
    checkNamespace(place, name);
    admission.complete(kind, object, true, now());
    addresses.assign(kind, object);
    admission.validate(kind, object, null);
    Place named = place.named(name);
    if (store.get(named.key()) != null) {
      throw ApiFailure.alreadyExists(kind, name);
    }
    return new Written(options.dryRun() ? object : store.put(named.key(), object), true, warnings);
  }

  private void checkNamespace(Place place, String name) {
    if (!place.kind().namespaced()) {
      return;
    }
    ObjectNode namespace = store.get(new ObjectKey("namespaces", "", place.namespace()));
    if (namespace == null) {
      throw ApiFailure.missingNamespace(place.namespace());
    }
    if (new Meta(namespace).deleting()) {
      throw ApiFailure.forbidden(
          place.kind(),
          name,
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(place.namespace()));
    }
  }

  private Written finishChange(
      Place place, ObjectNode old, ObjectNode object, WriteOptions options, List<String> warnings) {
    ResourceKind kind = place.kind();
    if (!place.status()) {
      addresses.assign(kind, object);
      admission.complete(kind, object, false, now());
      Continuity.countGeneration(kind, old, object);
      Continuity.checkFinalizers(kind, old, object);
    }
    admission.validate(kind, object, old);
    if (Json.same(old, object)) {
      return new Written(old, false, warnings);
    }
    if (options.dryRun()) {
      return new Written(object, false, warnings);
    }
    if (Deletion.isOver(object)) {
      ObjectNode last = store.remove(place.key());
      return new Written(last == null ? object : last, false, warnings);
    }
    return new Written(store.put(place.key(), object), false, warnings);
  }
}
