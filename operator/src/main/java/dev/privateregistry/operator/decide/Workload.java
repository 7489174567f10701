package dev.privateregistry.operator.decide;

import static java.util.Objects.requireNonNull;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.credentials.Passwords;
import dev.privateregistry.operator.decide.Children.SecretContent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The registry's pods and what they are made of, but for users and certificates. */
final class Workload {

  static final String CONDITION = "WorkloadReady";

  /** The key of the Secret with the server's {@code http.secret}. */
  private static final String HTTP_SECRET = "secret";

  private final Passwords passwords;

  Workload(Passwords passwords) {
    this.passwords = passwords;
  }

  /**
   * What the spec asks for.
   *
   * @param objects all but what {@link Exposure} decides on
   * @param files what the pods shall have in force of them
   */
  record Wanted(List<HasMetadata> objects, ConfigFiles files) {}

  /**
   * Decides.
   *
   * @param podsBlocked whether pods could not run: what they mount is not there, or not ours
   */
  Concern decide(Snapshot snapshot, Wanted wanted, boolean podsBlocked) {
    Concern concern = new Concern(CONDITION, snapshot.now());
    httpSecret(snapshot, concern);
    List<HasMetadata> objects = wanted.objects();
    Declared declared = new Declared(snapshot, concern);
    objects.stream().filter(object -> !(object instanceof Deployment)).forEach(declared::apply);
    boolean volumeFits = volumeFits(snapshot, concern);
    if (podsBlocked) {
      concern.report(
          false,
          "WaitingForFiles",
          "the pods are left as they are until the certificate and the users are in order");
    } else if (concern.stalled().isEmpty() && volumeFits) {
      objects.stream().filter(Deployment.class::isInstance).forEach(declared::apply);
    }
    report(snapshot, wanted.files(), concern);
    VolumeGrowth.of(snapshot, objects).ifPresent(growth -> growth.report(concern));
    return concern;
  }

  /** Pods that serve now are not replaced by pods that could not start. */
  private static boolean volumeFits(Snapshot snapshot, Concern concern) {
    Optional<VolumeProblem> problem = VolumeProblem.of(snapshot);
    problem.ifPresent(
        found -> {
          switch (found) {
            case VolumeProblem.Missing missing -> {
              concern.report(false, "ClaimMissing", missing.message());
              concern.lookAgainAt(snapshot.now().plus(Concern.LOOK_FOR_REMEDY));
            }
            case VolumeProblem.NotShared notShared -> concern.stall(notShared.message());
          }
        });
    return problem.isEmpty();
  }

  private void httpSecret(Snapshot snapshot, Concern concern) {
    Children children = new Children(snapshot);
    String name = ChildNames.of(snapshot.resource()).httpSecret();
    Optional<Secret> secret = children.secret(name);
    if (children.foreign(secret)) {
      concern.stall(Children.foreignMessage(secret.orElseThrow()));
      return;
    }
    String value = secret.map(found -> Children.text(found, HTTP_SECRET)).orElse(null);
    boolean usable = value != null && !value.isBlank();
    if (!usable || secret.filter(children::marked).isEmpty()) {
      Map<String, String> data =
          Map.of(HTTP_SECRET, usable ? requireNonNull(value) : passwords.next());
      concern.write(
          children.put(secret, name, new SecretContent(SecretContent.OPAQUE, data, Map.of())));
    }
  }

  private static void report(Snapshot snapshot, ConfigFiles files, Concern concern) {
    String name = ChildNames.of(snapshot.resource()).registry();
    Optional<Deployment> deployment = snapshot.objects().find(Deployment.class, name);
    Fleet fleet = new Fleet(snapshot.pods());
    if (deployment.isEmpty()) {
      concern.report(false, "Creating", "the Deployment is not there yet");
      return;
    }
    failure(deployment.get()).ifPresent(message -> concern.report(false, "PodsFail", message));
    if (!rolledOut(deployment.get())) {
      concern.report(false, "RollingOut", "the Deployment is not at its newest state yet");
    }
    if (fleet.ready() == 0) {
      concern.report(false, "NoReadyPod", fleet.waitingFor(loaded -> true));
    }
    confirm(snapshot, concern, "ConfigOutdated", "new config.yml", files::configLoadedBy);
    confirm(snapshot, concern, "WaitingForRules", "new access rules", files::rulesLoadedBy);
  }

  /** The pods are asked again until each of them has a file in force. */
  private static void confirm(
      Snapshot snapshot,
      Concern concern,
      String reason,
      String file,
      Predicate<PodReport.Loaded> loaded) {
    Fleet fleet = new Fleet(snapshot.pods());
    if (fleet.anyReady() && !fleet.confirms(loaded)) {
      concern.report(false, reason, file + ": " + fleet.waitingFor(loaded));
      concern.lookAgainAt(snapshot.now().plus(fleet.pollInterval()));
    }
  }

  private static boolean rolledOut(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    if (status == null) {
      return false;
    }
    Long generation = deployment.getMetadata().getGeneration();
    Long observed = status.getObservedGeneration();
    int wanted =
        deployment.getSpec() == null || deployment.getSpec().getReplicas() == null
            ? 1
            : deployment.getSpec().getReplicas();
    return (generation == null || (observed != null && observed >= generation))
        && number(status.getUpdatedReplicas()) >= wanted
        && number(status.getReadyReplicas()) >= wanted;
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static Optional<String> failure(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    List<DeploymentCondition> conditions =
        status == null || status.getConditions() == null ? List.of() : status.getConditions();
    return conditions.stream()
        .filter(Workload::isFailure)
        .map(condition -> condition.getReason() + ": " + condition.getMessage())
        .findFirst();
  }

  private static boolean isFailure(DeploymentCondition condition) {
    return ("Progressing".equals(condition.getType()) && "False".equals(condition.getStatus()))
        || ("ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }
}
