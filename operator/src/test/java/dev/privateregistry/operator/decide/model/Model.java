package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.decide.Objects;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.PodReport;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.Write;
import dev.privateregistry.operator.decide.model.Cluster.Budget;
import dev.privateregistry.operator.decide.model.Cluster.Pod;
import dev.privateregistry.operator.decide.model.Cluster.Window;
import dev.privateregistry.operator.decide.model.Cluster.Wish;
import dev.privateregistry.operator.decide.model.Scenario.Mode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can happen in the abstract cluster: the successors of a state. */
final class Model {

  static final String CREDENTIALS = "Secret/" + Scenario.NAME + "-credentials";
  static final String HTTP = "Secret/" + Scenario.NAME + "-http";
  static final String HTPASSWD = "Secret/" + Scenario.NAME + "-htpasswd";
  static final String CERTIFICATE = "Secret/" + Scenario.NAME + "-tls";
  static final String AUTHORITY = "Secret/" + Scenario.NAME + "-ca";
  static final String TRUST = "ConfigMap/" + Scenario.NAME + "-ca";

  /** How many decisions are remembered; states that are near each other need the same ones. */
  private static final int CACHED = 300_000;

  private final Scenario scenario;
  private final Function<Snapshot, Plan> decider;
  private final NumberedKeys keys;
  private final Stored.Table table = new Stored.Table();
  private final StoredUsers users;
  private final Invariants invariants;
  private final TrustInvariants trust;
  private final Map<Wish, PrivateRegistry> resources = new HashMap<>();
  private final Map<Stored, String> fingerprints = new HashMap<>();
  private final Map<View, Decision> decided = new HashMap<>();
  private final Map<Drawing, Decision> drawing = new HashMap<>();

  Model(
      Scenario scenario,
      Function<Snapshot, Plan> decider,
      NumberedKeys keys,
      StoredUsers users,
      Invariants invariants) {
    this.scenario = scenario;
    this.decider = decider;
    this.keys = keys;
    this.users = users;
    this.invariants = invariants;
    this.trust = new TrustInvariants(scenario);
  }

  /** The first state: the resource is new, but for a Secret that plays no part in rotations. */
  Cluster start() {
    Secret http =
        new SecretBuilder()
            .withMetadata(
                Ownership.metadata(
                    scenario.resource(scenario.start().wish()), Scenario.NAME + "-http"))
            .addToData("secret", "c2VjcmV0")
            .build();
    Cluster start = scenario.start().with(HTTP, table.store(http));
    for (Mode mode : scenario.certificates().modes()) {
      Supplied supplied = mode.supplied();
      if (supplied != null) {
        start = start.with(supplied.slot(), table.store(supplied.good(0)));
      }
    }
    return start;
  }

  /** A state and how it came about. */
  record Step(String action, Cluster cluster) {}

  /** What one decision depends on. */
  private record View(Slots objects, List<Pod> pods, Wish wish, int now) {}

  private record Drawing(View view, int draws) {}

  /** Every state that can follow. */
  List<Step> successors(Cluster cluster) {
    List<Step> steps = new ArrayList<>();
    operatorActs(cluster, steps);
    podsAct(cluster, steps);
    timePasses(cluster, steps);
    userActs(cluster, steps);
    return steps;
  }

  // The operator: with fresh or stale caches, and with a crash after any write

  private void operatorActs(Cluster cluster, List<Step> steps) {
    perform(cluster, decision(cluster), "reconcile", steps);
    Slots allStale = cluster.objects();
    for (String slot : slots(cluster)) {
      Stored old = cluster.before().get(slot);
      if (!java.util.Objects.equals(old, cluster.objects().get(slot)) && !slot.equals(HTTP)) {
        Slots stale = cluster.objects().with(slot, old);
        allStale = allStale.with(slot, old);
        performStale(cluster, stale, cluster.wish(), slot, steps);
      }
    }
    performStale(cluster, allStale, cluster.wish(), "everything", steps);
    if (!cluster.wishBefore().equals(cluster.wish())) {
      performStale(cluster, cluster.objects(), cluster.wishBefore(), "the resource", steps);
      performStale(cluster, allStale, cluster.wishBefore(), "everything and the resource", steps);
    }
  }

  /** The slots that were ever written. */
  private static Set<String> slots(Cluster cluster) {
    Set<String> slots = new TreeSet<>(cluster.objects().names());
    slots.addAll(cluster.before().names());
    return slots;
  }

  private void performStale(Cluster cluster, Slots seen, Wish wish, String what, List<Step> steps) {
    View view = new View(seen, cluster.pods(), wish, cluster.now());
    perform(cluster, decide(view, cluster.draws()), "reconcile, " + what + " stale", steps);
  }

  private void perform(Cluster cluster, Decision decision, String action, List<Step> steps) {
    Cluster reached = cluster;
    int done = 0;
    for (Decision.Step write : decision.steps()) {
      Optional<Cluster> next = perform(reached, write);
      if (next.isEmpty()) {
        return;
      }
      done++;
      if (!next.get().equals(reached)) {
        reached = next.get().withDraws(cluster.draws() + decision.draws());
        steps.add(new Step(action + ", " + done + " writes", reached));
      }
    }
  }

  /** The cluster after a write; empty when its precondition does not hold. */
  private Optional<Cluster> perform(Cluster cluster, Decision.Step write) {
    Stored current = cluster.objects().get(write.slot());
    return switch (write) {
      case Decision.Create(Stored after) ->
          current == null ? Optional.of(written(cluster, after)) : Optional.empty();
      case Decision.Update(String version, Stored after) ->
          isVersion(current, version) ? Optional.of(written(cluster, after)) : Optional.empty();
      case Decision.Confirm confirm ->
          isConfirmed(current, confirm) ? Optional.of(cluster) : Optional.empty();
      case Decision.Delete(String slot, String version) -> {
        if (current == null) {
          yield Optional.of(cluster);
        }
        yield isVersion(current, version)
            ? Optional.of(cluster.with(slot, null))
            : Optional.empty();
      }
    };
  }

  private static boolean isConfirmed(@Nullable Stored current, Decision.Confirm confirm) {
    String version = confirm.version();
    return version == null ? current == null : isVersion(current, version);
  }

  private static boolean isVersion(@Nullable Stored current, String version) {
    return current != null && current.version().equals(version);
  }

  private Cluster written(Cluster cluster, Stored after) {
    String slot = after.slot();
    Stored before = cluster.objects().get(slot);
    if (after.equals(before)) {
      throw new Violation("5: a write changes nothing: " + slot);
    }
    Cluster next = cluster.with(slot, after);
    if (slot.equals(CREDENTIALS)) {
      invariants.checkStep(before, after);
      return next.withKnown(dated(cluster.known(), users.of(after), cluster.now()));
    }
    if (slot.equals(CERTIFICATE) && before != null) {
      trust.checkRenewal(before, after, cluster.now());
    }
    if (!after.text("username").isEmpty()) {
      return next.withKnown(learned(cluster.known(), after));
    }
    return next;
  }

  /** What consumers count on once it is stored when passwords end. */
  private static Set<Window> dated(
      Set<Window> known, Map<String, StoredUsers.User> stored, int now) {
    Set<Window> dated = new HashSet<>();
    for (Window window : known) {
      StoredUsers.User user = stored.get(window.user());
      if (user != null) {
        int end = user.retiring().getOrDefault(window.password(), window.end());
        if (end > now) {
          dated.add(new Window(window.user(), window.password(), end));
        }
      }
    }
    return dated;
  }

  private static Set<Window> learned(Set<Window> known, Stored secret) {
    Set<Window> learned = new HashSet<>(known);
    String user = secret.text("username");
    String password = secret.text("password");
    if (known.stream().noneMatch(it -> it.user().equals(user) && it.password().equals(password))) {
      learned.add(new Window(user, password, Window.OPEN));
    }
    return learned;
  }

  // Decisions

  private static View fresh(Cluster cluster) {
    return new View(cluster.objects(), cluster.pods(), cluster.wish(), cluster.now());
  }

  /** The decision when everything is seen as it is. */
  Decision decision(Cluster cluster) {
    return decide(fresh(cluster), cluster.draws());
  }

  private Decision decide(View view, int draws) {
    if (decided.size() > CACHED || drawing.size() > CACHED) {
      decided.clear();
      drawing.clear();
    }
    Decision first = decided.computeIfAbsent(view, it -> decideAnew(it, draws));
    if (first.draws() == 0 || first.from() == draws) {
      return first;
    }
    return drawing.computeIfAbsent(new Drawing(view, draws), it -> decideAnew(view, draws));
  }

  private Decision decideAnew(View view, int draws) {
    keys.continueFrom(draws);
    Plan plan = decider.apply(snapshot(view));
    return new Decision(
        plan.writes().stream().map(this::step).toList(),
        plan.lookAgain(),
        draws,
        keys.drawn() - draws);
  }

  private Decision.Step step(Write write) {
    String slot = Stored.slot(write.object());
    String version = write.object().getMetadata().getResourceVersion();
    return switch (write) {
      case Write.Create create -> new Decision.Create(table.store(create.object()));
      case Write.Update update -> new Decision.Update(version, table.store(update.object()));
      case Write.Delete delete -> new Decision.Delete(slot, version);
      case Write.Confirm confirm -> new Decision.Confirm(slot, version);
      case Write.Apply apply ->
          throw new IllegalStateException("the model asks for no such object: " + apply);
    };
  }

  private Snapshot snapshot(View view) {
    List<PodReport> reports = new ArrayList<>();
    for (int i = 0; i < view.pods().size(); i++) {
      reports.add(report("pod-" + i, view.pods().get(i)));
    }
    List<HasMetadata> objects = new ArrayList<>();
    view.objects().all().forEach(stored -> objects.add(stored.object()));
    return new Snapshot(
        resources.computeIfAbsent(view.wish(), scenario::resource),
        Objects.of(objects),
        reports,
        Surroundings.BARE,
        Instant.ofEpochSecond(view.now()));
  }

  private PodReport report(String name, Pod pod) {
    Stored htpasswd = pod.htpasswd();
    Stored certificate = pod.certificate();
    if (htpasswd == null || !pod.ready()) {
      return new PodReport(name, pod.ready(), false, new PodReport.Unreachable("it is down"));
    }
    String serial =
        certificate == null ? null : "" + NumberedKeys.number(certificate.text("tls.crt"));
    return new PodReport(
        name,
        true,
        false,
        new PodReport.Loaded(
            "1",
            new PodReport.Files(
                fingerprints.computeIfAbsent(htpasswd, Model::fingerprint), null, null),
            serial,
            List.of()));
  }

  private static String fingerprint(Stored htpasswd) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(htpasswd.text("htpasswd").getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // The pods: they load late, stop, come back with their old files, or are replaced

  private void podsAct(Cluster cluster, List<Step> steps) {
    for (int i = 0; i < cluster.pods().size(); i++) {
      Pod pod = cluster.pods().get(i);
      Budget budget = cluster.budget();
      if (pod.ready()) {
        load(cluster, i, steps);
        if (budget.stops() > 0) {
          Cluster stopped = cluster.withPod(i, new Pod(false, pod.htpasswd(), pod.certificate()));
          steps.add(new Step("pod " + i + " stops", stopped.withBudget(budget.stopped())));
        }
      } else {
        if (pod.htpasswd() != null) {
          Pod back = new Pod(true, pod.htpasswd(), pod.certificate());
          steps.add(new Step("pod " + i + " comes back", cluster.withPod(i, back)));
        }
        started(cluster).ifPresent(started -> addStart(cluster, started, steps));
      }
    }
  }

  private static void addStart(Cluster cluster, Pod started, List<Step> steps) {
    for (int i = 0; i < cluster.pods().size(); i++) {
      if (!cluster.pods().get(i).ready()) {
        steps.add(new Step("pod " + i + " is new", cluster.withPod(i, started)));
      }
    }
  }

  private static void load(Cluster cluster, int index, List<Step> steps) {
    Pod pod = cluster.pods().get(index);
    Stored htpasswd = cluster.objects().get(HTPASSWD);
    Stored certificate = cluster.objects().get(CERTIFICATE);
    if (htpasswd != null && !htpasswd.equals(pod.htpasswd())) {
      steps.add(
          new Step(
              "pod " + index + " loads htpasswd",
              cluster.withPod(index, new Pod(true, htpasswd, pod.certificate()))));
    }
    if (certificate != null && !certificate.equals(pod.certificate())) {
      steps.add(
          new Step(
              "pod " + index + " loads the certificate",
              cluster.withPod(index, new Pod(true, pod.htpasswd(), certificate))));
    }
  }

  /** A pod that starts with the files as they are; empty while one is missing. */
  private Optional<Pod> started(Cluster cluster) {
    Stored htpasswd = cluster.objects().get(HTPASSWD);
    boolean plain = scenario.mode(cluster.wish()) == Mode.DISABLED;
    Stored certificate = plain ? null : cluster.objects().get(CERTIFICATE);
    return htpasswd == null || (!plain && certificate == null)
        ? Optional.empty()
        : Optional.of(new Pod(true, htpasswd, certificate));
  }

  // Time

  private void timePasses(Cluster cluster, List<Step> steps) {
    Budget budget = cluster.budget();
    if (budget.jumps() == 0) {
      return;
    }
    Set<Integer> instants = new HashSet<>();
    scenario.jumps().forEach(seconds -> instants.add(cluster.now() + seconds));
    int next = (int) decision(cluster).lookAgain().getEpochSecond();
    if (next > cluster.now() + 10) {
      instants.add(next);
    }
    Budget left = budget.jumped();
    for (int instant : instants) {
      steps.add(new Step("it is " + instant + " s", cluster.at(instant).withBudget(left)));
    }
  }

  // People

  private void userActs(Cluster cluster, List<Step> steps) {
    Budget budget = cluster.budget();
    Wish wish = cluster.wish();
    if (budget.requests() > 0) {
      Cluster asked =
          cluster.withWish(scenario.hasCertificates() ? wish.renewed() : wish.rotated());
      steps.add(new Step("annotated", asked.withBudget(budget.requested())));
    }
    if (budget.removals() > 0) {
      Cluster other = cluster.withWish(wish.withOtherUsers());
      steps.add(
          new Step(
              (wish.withGuest() ? "removes" : "adds") + " a user",
              other.withBudget(budget.removed())));
    }
    if (budget.changes() > 0) {
      changeCertificates(cluster, steps);
    }
    if (budget.edits() > 0) {
      for (String slot : cluster.objects().names()) {
        if (!isSupplied(slot) && !slot.equals(HTTP)) {
          steps.add(
              new Step("deletes " + slot, cluster.with(slot, null).withBudget(budget.edited())));
        }
      }
    }
  }

  private static boolean isSupplied(String slot) {
    return Arrays.stream(Supplied.values()).anyMatch(supplied -> supplied.slot().equals(slot));
  }

  /** The user goes over to the next way to get certificates, or replaces the Secret of this one. */
  private void changeCertificates(Cluster cluster, List<Step> steps) {
    Wish wish = cluster.wish();
    Budget left = cluster.budget().changed();
    int modes = scenario.certificates().modes().size();
    if (modes > 1) {
      Wish next = wish.inMode((wish.mode() + 1) % modes);
      steps.add(
          new Step("goes over to " + scenario.mode(next), cluster.withWish(next).withBudget(left)));
    }
    Supplied supplied = scenario.mode(wish).supplied();
    if (supplied != null) {
      int version = scenario.budget().changes() - left.changes();
      steps.add(
          new Step(
              "replaces " + supplied,
              cluster.with(supplied.slot(), table.store(supplied.good(version))).withBudget(left)));
      steps.add(
          new Step(
              "breaks " + supplied,
              cluster
                  .with(supplied.slot(), table.store(supplied.broken(version)))
                  .withBudget(left)));
    }
  }

  /**
   * The state that follows when everything goes well and the clock stands still; the same state
   * when there is nothing left to do.
   */
  Cluster fair(Cluster cluster) {
    List<Step> steps = new ArrayList<>();
    perform(cluster, decision(cluster), "reconcile", steps);
    if (!steps.isEmpty()) {
      return steps.getLast().cluster();
    }
    Optional<Pod> started = started(cluster);
    for (int i = 0; i < cluster.pods().size(); i++) {
      if (!cluster.pods().get(i).ready() && started.isPresent()) {
        return cluster.withPod(i, started.get());
      }
      load(cluster, i, steps);
      if (!steps.isEmpty()) {
        return steps.getFirst().cluster();
      }
    }
    return cluster;
  }
}
