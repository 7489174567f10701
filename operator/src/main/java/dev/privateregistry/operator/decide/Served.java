package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.decide.PodReport.Loaded;
import dev.privateregistry.operator.tls.CertificateFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** What is said of a certificate that not every pod serves yet. */
final class Served {

  /** Pods have this long to serve a new certificate before that is called a fault. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private Served() {}

  static Predicate<Loaded> by(CertificateFacts facts) {
    return loaded -> facts.serial().equals(loaded.servedSerial());
  }

  /**
   * Reports that pods are late.
   *
   * @param since since when the certificate is there for them
   */
  static void late(Snapshot snapshot, Concern concern, CertificateFacts facts, Instant since) {
    Fleet fleet = new Fleet(snapshot.pods());
    boolean wasReady =
        Statuses.last(snapshot.resource())
            .condition(Certificates.CONDITION)
            .map(condition -> "True".equals(condition.getStatus()))
            .orElse(false);
    boolean renewing =
        wasReady && fleet.anyReady() && snapshot.now().isBefore(since.plus(PATIENCE));
    concern.report(
        renewing,
        renewing ? "Renewing" : "WaitingForPods",
        "certificate " + facts.serial() + ": " + fleet.waitingFor(by(facts)));
    concern.lookAgainAt(snapshot.now().plus(fleet.pollInterval()));
  }
}
