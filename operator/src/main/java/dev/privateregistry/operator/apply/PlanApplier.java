package dev.privateregistry.operator.apply;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs a plan in order and stops at the first write that fails. Every change that the operator
 * makes in a cluster is made here.
 *
 * <p>Objects that follow from the spec are written by server-side apply, and only when the live
 * object does not hold them already. Objects that hold state are created and replaced with the
 * preconditions of {@link Write}, so that a plan from an old observation changes nothing.
 */
public final class PlanApplier {
  /** Owns the fields that the operator writes. */
  public static final String FIELD_MANAGER = "private-registry-operator";

  private static final Logger LOG = LoggerFactory.getLogger(PlanApplier.class);

  private final KubernetesClient client;
  private final KnownObjects known;
  private final Sameness sameness;
  private final Announcer announcer;

  public PlanApplier(KubernetesClient client, KnownObjects known, Sameness sameness) {
    this.client = client;
    this.known = known;
    this.sameness = sameness;
    this.announcer = new Announcer(client);
  }

  /**
   * Performs the writes, then reports the status and the Events when all of them succeeded.
   *
   * <p>Before the first change the API server is asked whether the resource still is there: its
   * objects may be seen to go before it is, and must not be made anew.
   */
  public Outcome perform(PrivateRegistry resource, Plan plan) {
    boolean changing = false;
    for (Write write : plan.writes()) {
      try {
        if (holdsAlready(write)) {
          continue;
        }
        if ((!changing && isGoing(resource)) || !perform(write)) {
          return new Outcome.Overtaken(write);
        }
        changing = true;
      } catch (KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT
            ? new Outcome.Overtaken(write)
            : new Outcome.Refused(write, e);
      }
    }
    report(resource, plan.status());
    plan.notices().forEach(notice -> announcer.announce(resource, notice));
    return new Outcome.Done();
  }

  /** Writes the status, unless the resource has it already. */
  public void report(PrivateRegistry resource, PrivateRegistryStatus status) {
    if (status.equals(resource.getStatus())) {
      return;
    }
    PrivateRegistry only = new PrivateRegistry();
    only.getMetadata().setName(resource.getMetadata().getName());
    only.getMetadata().setNamespace(resource.getMetadata().getNamespace());
    only.setSpec(null);
    only.setStatus(status);
    try {
      PrivateRegistry after =
          client
              .resource(only)
              .subresource("status")
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager(FIELD_MANAGER)
                      .withForce(true)
                      .build());
      known.written(resource, after);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      LOG.debug("{} is gone, its status is not reported", named(resource));
    }
  }

  private boolean perform(Write write) {
    return switch (write) {
      case Write.Apply apply -> apply(apply.object());
      case Write.Create create -> create(create.object());
      case Write.Update update -> update(update.object());
      case Write.Delete delete -> delete(delete.object());
      case Write.Confirm confirm -> confirm(confirm.object());
    };
  }

  private boolean holdsAlready(Write write) {
    return write instanceof Write.Apply apply && holds(apply.object());
  }

  private <T extends HasMetadata> boolean holds(T desired) {
    return known.newest(desired).filter(live -> sameness.holds(live, desired)).isPresent();
  }

  private boolean isGoing(PrivateRegistry resource) {
    PrivateRegistry live = client.resource(resource).get();
    return live == null
        || live.getMetadata().getDeletionTimestamp() != null
        || !Objects.equals(live.getMetadata().getUid(), resource.getMetadata().getUid());
  }

  private <T extends HasMetadata> boolean apply(T desired) {
    T live = known.newest(desired).orElse(null);
    T after =
        ObjectEndpoint.of(client, desired)
            .fieldManager(FIELD_MANAGER)
            .forceConflicts()
            .serverSideApply();
    return wrote("applied", live, after);
  }

  private <T extends HasMetadata> boolean create(T object) {
    T after = client.resource(object).create();
    return wrote("created", null, after);
  }

  private <T extends HasMetadata> boolean update(T object) {
    T before = known.newest(object).orElse(null);
    if (before != null && !version(before).equals(version(object))) {
      return false;
    }
    T replacement = before == null ? object : keepingForeignMetadata(object, before);
    T after = client.resource(replacement).lockResourceVersion(version(object)).update();
    return wrote("updated", before, after);
  }

  /** Labels, annotations and finalizers that others put on an object are theirs and stay. */
  private static <T extends HasMetadata> T keepingForeignMetadata(T object, T before) {
    ObjectMeta ours = object.getMetadata();
    ObjectMeta merged = new ObjectMetaBuilder(before.getMetadata()).build();
    merged.setManagedFields(List.of());
    merged.setLabels(together(merged.getLabels(), ours.getLabels()));
    merged.setAnnotations(together(merged.getAnnotations(), ours.getAnnotations()));
    if (!ours.getOwnerReferences().isEmpty()) {
      merged.setOwnerReferences(ours.getOwnerReferences());
    }
    object.setMetadata(merged);
    return object;
  }

  private static Map<String, String> together(
      @Nullable Map<String, String> theirs, @Nullable Map<String, String> ours) {
    Map<String, String> all = new LinkedHashMap<>(theirs == null ? Map.of() : theirs);
    all.putAll(ours == null ? Map.of() : ours);
    return all;
  }

  private boolean delete(HasMetadata object) {
    try {
      ObjectEndpoint.of(client, object).lockResourceVersion(version(object)).delete();
      LOG.info("deleted {}", named(object));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
    return true;
  }

  private boolean confirm(HasMetadata object) {
    HasMetadata live = ObjectEndpoint.of(client, object).get();
    String wanted = object.getMetadata().getResourceVersion();
    return live == null ? wanted == null : version(live).equals(wanted);
  }

  private <T extends HasMetadata> boolean wrote(String verb, @Nullable T before, T after) {
    known.written(before, after);
    LOG.info("{} {}", verb, named(after));
    return true;
  }

  private static String version(HasMetadata object) {
    return Objects.requireNonNull(
        object.getMetadata().getResourceVersion(), "a precondition without resourceVersion");
  }

  private static String named(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getNamespace()
        + "/"
        + object.getMetadata().getName();
  }
}
