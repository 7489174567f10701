package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.credentials.PasswordHash;
import dev.privateregistry.operator.credentials.Passwords;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done for one resource. Total: whatever a snapshot holds, there is a plan,
 * and what cannot be used is said in a condition.
 */
public final class Decider {

  /** Without any news a decision is made again after this time. */
  private static final Duration QUIET = Duration.ofHours(1);

  /** After a step that needs another one. */
  private static final Duration SOON = Duration.ofMillis(200);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final WorkloadObjects objects;
  private final Certificates certificates;
  private final Credentials credentials;
  private final Workload workload;

  /**
   * A decider.
   *
   * @param objects what follows from a spec
   * @param passwords where new passwords come from
   * @param hash how they are hashed
   * @param pki where certificates come from
   * @param policy how long the operator's CA lives
   */
  public Decider(
      WorkloadObjects objects,
      Passwords passwords,
      PasswordHash hash,
      Pki pki,
      AuthorityPolicy policy) {
    this.objects = objects;
    this.certificates = new Certificates(pki, policy);
    this.credentials = new Credentials(new Rotation(passwords, hash));
    this.workload = new Workload(passwords);
  }

  /** The plan for what was observed. */
  public Plan decide(Snapshot snapshot) {
    PrivateRegistry resource = snapshot.resource();
    if (resource.getMetadata().getDeletionTimestamp() != null) {
      return idle(snapshot, Statuses.last(resource), QUIET);
    }
    if (superseded(snapshot)) {
      return idle(snapshot, Statuses.last(resource), Duration.ofSeconds(1));
    }
    if ("true".equals(Children.annotation(resource, PrivateRegistry.PAUSE_ANNOTATION))) {
      return idle(snapshot, paused(snapshot), QUIET);
    }
    return switch (Settings.of(resource)) {
      case Settings.Invalid(List<String> problems) ->
          idle(snapshot, invalid(snapshot, String.join("; ", problems)), QUIET);
      case Settings.Valid(Settings settings) -> decide(snapshot, settings);
    };
  }

  private Plan decide(Snapshot snapshot, Settings settings) {
    Certificates.Decision tls = certificates.decide(snapshot, settings);
    List<HasMetadata> all = objects.of(snapshot.resource());
    ConfigFiles files = ConfigFiles.of(snapshot.resource(), all);
    Credentials.Decision users = credentials.decide(snapshot, settings, files);
    Map<Boolean, List<HasMetadata>> desired =
        all.stream()
            .filter(object -> !Monitoring.concerns(object))
            .collect(Collectors.partitioningBy(Exposure::concerns));
    Concern exposure =
        Exposure.decide(snapshot, desired.getOrDefault(true, List.of()), tls.trust() != null);
    Concern pods =
        workload.decide(
            snapshot,
            new Workload.Wanted(desired.getOrDefault(false, List.of()), files),
            tls.concern().blocksPods() || users.concern().blocksPods());
    Optional<Concern> monitoring = Monitoring.decide(snapshot, all);
    List<Concern> concerns = with(monitoring, tls.concern(), users.concern(), exposure, pods);
    Fleet fleet = new Fleet(snapshot.pods());
    PrivateRegistryStatus status =
        new PrivateRegistryStatus(
            snapshot.resource().getMetadata().getGeneration(),
            RegistryAddress.of(snapshot.resource()).url(),
            fleet.version(),
            fleet.size(),
            fleet.ready(),
            selector(snapshot.resource()),
            tls.certificate(),
            users.users(),
            tls.trust(),
            Conditions.of(snapshot, concerns));
    return new Plan(
        writes(snapshot, with(monitoring, tls.concern(), users.concern(), pods, exposure)),
        status,
        concerns.stream().flatMap(concern -> concern.notices().stream()).toList(),
        lookAgain(snapshot.now(), concerns),
        Optional.ofNullable(tls.order()));
  }

  /**
   * In this order: a plan stops at the first write that is refused. What an Ingress controller
   * refuses must not keep the pods from running, and a claim that cannot grow nothing at all.
   */
  private static List<Write> writes(Snapshot snapshot, List<Concern> inOrder) {
    return Stream.of(
            inOrder.stream().flatMap(concern -> concern.writes().stream()),
            Leftovers.of(snapshot, inOrder).stream(),
            inOrder.stream().flatMap(concern -> concern.lastWrites().stream()))
        .flatMap(writes -> writes)
        .toList();
  }

  private static Instant lookAgain(Instant now, List<Concern> concerns) {
    boolean moves = concerns.stream().anyMatch(Concern::moves);
    return Stream.concat(
            Stream.of(now.plus(moves ? SOON : QUIET)),
            concerns.stream().flatMap(concern -> concern.lookAgain().stream()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Whether the stored state was decided on a newer version of this resource. */
  private static boolean superseded(Snapshot snapshot) {
    Long generation = snapshot.resource().getMetadata().getGeneration();
    String decided =
        snapshot
            .objects()
            .secret(ChildNames.of(snapshot.resource()).credentials())
            .filter(secret -> Ownership.owns(snapshot.resource(), secret))
            .map(secret -> Children.annotation(secret, Credentials.GENERATION))
            .orElse(null);
    return generation != null
        && decided != null
        && NUMBER.matcher(decided).matches()
        && Long.parseLong(decided) > generation;
  }

  private static List<Concern> with(Optional<Concern> last, Concern... inOrder) {
    return Stream.concat(Stream.of(inOrder), last.stream()).toList();
  }

  private static String selector(PrivateRegistry resource) {
    return new TreeMap<>(Ownership.podSelector(resource))
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  private static Plan idle(Snapshot snapshot, PrivateRegistryStatus status, Duration wait) {
    return new Plan(List.of(), status, List.of(), snapshot.now().plus(wait));
  }

  private static PrivateRegistryStatus paused(Snapshot snapshot) {
    return withConditions(
        snapshot,
        Statuses.last(snapshot.resource()).observedGeneration(),
        Conditions.paused(snapshot));
  }

  private static PrivateRegistryStatus invalid(Snapshot snapshot, String problem) {
    return withConditions(
        snapshot,
        snapshot.resource().getMetadata().getGeneration(),
        Conditions.invalid(snapshot, problem));
  }

  private static PrivateRegistryStatus withConditions(
      Snapshot snapshot, @Nullable Long generation, List<Condition> conditions) {
    PrivateRegistryStatus last = Statuses.last(snapshot.resource());
    Fleet fleet = new Fleet(snapshot.pods());
    return new PrivateRegistryStatus(
        generation,
        last.url(),
        fleet.version(),
        fleet.size(),
        fleet.ready(),
        last.selector(),
        last.certificate(),
        last.users(),
        last.trust(),
        new ArrayList<>(conditions));
  }
}
