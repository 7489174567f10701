package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.PodReport;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.Write;
import dev.privateregistry.operator.decide.model.Cluster.Budget;
import dev.privateregistry.operator.decide.model.Scenario.Certificates;
import dev.privateregistry.operator.decide.model.Scenario.Mode;
import dev.privateregistry.operator.decide.model.Scenario.Rotation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bugs in what is said about certificates, and that the model checker finds each. */
class TrustModelTest {

  @Test
  void shouldFindCertificatesThatArePublishedBeforeTheirAuthority() {
    Exploration.CERTIFICATES.assertFinds(
        "2", decide -> snapshot -> reversed(decide.apply(snapshot)));
  }

  @Test
  void shouldFindThatOnlyOnePodIsAskedBeforeTheOldCaGoes() {
    narrow(Mode.CA, 2, Budget.of(2, 0, 0, 0))
        .assertFinds("2", decide -> snapshot -> decide.apply(asTheFirstPodSays(snapshot)));
  }

  @Test
  void shouldFindThatTheOldCaGoesWithTheReplacement() {
    Exploration.GIVEN_AUTHORITY.assertFinds(
        "2", decide -> snapshot -> forgetting(decide.apply(snapshot), snapshot));
  }

  @Test
  void shouldFindThatTrustMovesAfterTheCertificateWhenTheModeChanges() {
    Exploration.SELF_SIGNED_AND_CA.assertFinds(
        "2", decide -> snapshot -> reversed(decide.apply(snapshot)));
  }

  @Test
  void shouldFindThatASuppliedCertificateIsServedBeforeItsCaIsTrusted() {
    narrow(Mode.SECRET, 1, Budget.of(1, 0, 0, 1))
        .assertFinds("2", decide -> snapshot -> reversed(decide.apply(snapshot)));
  }

  @Test
  void shouldFindRenewalsOutsideOfWindows() {
    Exploration.WINDOWS.assertFinds(
        "6", decide -> snapshot -> decide.apply(withoutWindows(snapshot)));
  }

  @Test
  void shouldFindCertificatesThatEndWhileTheyWaitForAWindow() {
    Exploration.WINDOWS.assertFinds(
        "7", decide -> snapshot -> inWindowsOnly(decide.apply(snapshot), snapshot.now()));
  }

  /** One change of a Secret, and little else. */
  private static Exploration narrow(Mode mode, int pods, Budget budget) {
    return new Exploration(
        "one change with " + mode,
        new Scenario(
            List.of(),
            Rotation.NONE,
            Certificates.of(mode),
            pods,
            List.of(20),
            budget.withChanges(1)),
        0);
  }

  /** The last write first, and nothing confirmed. */
  private static Plan reversed(Plan plan) {
    return Exploration.with(
        plan,
        plan.writes().reversed().stream().filter(it -> !(it instanceof Write.Confirm)).toList());
  }

  /** Every bundle holds its first certificate only. */
  private static Plan forgetting(Plan plan, Snapshot snapshot) {
    List<Write> writes =
        plan.writes().stream()
            .map(write -> write.object() instanceof ConfigMap map ? firstOnly(write, map) : write)
            .filter(write -> !isThere(write, snapshot))
            .toList();
    return Exploration.with(plan, changing(writes));
  }

  private static Write firstOnly(Write write, ConfigMap map) {
    String first = map.getData().getOrDefault("ca.crt", "").lines().findFirst().orElse("") + "\n";
    ConfigMap less = new ConfigMapBuilder(map).addToData("ca.crt", first).build();
    return switch (write) {
      case Write.Update update -> new Write.Update(less);
      case Write.Create create -> new Write.Create(less);
      case Write.Apply apply -> apply;
      case Write.Confirm confirm -> confirm;
      case Write.Delete delete -> delete;
    };
  }

  private static boolean isThere(Write write, Snapshot snapshot) {
    return write instanceof Write.Update(HasMetadata object)
        && object instanceof ConfigMap map
        && snapshot
            .objects()
            .configMap("r-ca")
            .filter(it -> it.getData().equals(map.getData()))
            .isPresent();
  }

  /** No certificate is written outside of a window. */
  private static Plan inWindowsOnly(Plan plan, Instant now) {
    if (Scenario.inWindow((int) now.getEpochSecond())) {
      return plan;
    }
    return Exploration.with(
        plan,
        changing(
            plan.writes().stream()
                .filter(
                    write ->
                        !(write instanceof Write.Update(HasMetadata object)
                            && object.getMetadata().getName().equals("r-tls")))
                .toList()));
  }

  /** The writes, unless they change nothing. */
  private static List<Write> changing(List<Write> writes) {
    return writes.stream().allMatch(Write.Confirm.class::isInstance) ? List.of() : writes;
  }

  private static Snapshot asTheFirstPodSays(Snapshot snapshot) {
    List<PodReport> all = snapshot.pods();
    List<PodReport> same =
        all.stream()
            .map(
                pod ->
                    new PodReport(
                        pod.name(), pod.ready(), pod.terminating(), all.getFirst().answer()))
            .toList();
    return new Snapshot(
        snapshot.resource(), snapshot.objects(), same, snapshot.surroundings(), snapshot.now());
  }

  private static Snapshot withoutWindows(Snapshot snapshot) {
    PrivateRegistry other = new PrivateRegistry();
    other.setMetadata(snapshot.resource().getMetadata());
    other.setSpec(
        PrivateRegistrySpec.EMPTY
            .withTls(snapshot.resource().getSpec().tls())
            .withAuth(snapshot.resource().getSpec().auth()));
    return new Snapshot(
        other, snapshot.objects(), snapshot.pods(), snapshot.surroundings(), snapshot.now());
  }
}
