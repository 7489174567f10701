package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.decide.model.Cluster.Pod;
import dev.privateregistry.operator.decide.model.Scenario.Mode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The invariants of certificates and of what clients are told to trust. */
final class TrustInvariants {

  private static final String ANSWERED = "privateregistry.dev/renewed-for";

  private final Scenario scenario;

  TrustInvariants(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Every certificate that a ready pod serves chains to a CA of the published bundle. */
  void check(Cluster cluster) {
    Set<Integer> trusted = trusted(cluster);
    if (trusted.isEmpty()) {
      return;
    }
    for (Pod pod : cluster.pods()) {
      if (pod.ready() && pod.certificate() != null) {
        int issuer = NumberedKeys.issuer(pod.certificate().text("tls.crt"));
        if (issuer != Supplied.ELSEWHERE && !trusted.contains(issuer)) {
          throw new Violation(
              "2: a ready pod serves a certificate of CA "
                  + issuer
                  + ", which is not in the published bundle "
                  + trusted);
        }
      }
    }
  }

  /**
   * At rest what is served is what the spec asks for and nothing else is trusted, unless it is
   * looked at again soon because one CA follows another.
   */
  void checkSettled(Cluster cluster, Duration wait) {
    Mode mode = scenario.mode(cluster.wish());
    Stored source = source(cluster, mode);
    if (source == null || !Supplied.isGood(source)) {
      return;
    }
    Stored certificate = cluster.objects().get(Model.CERTIFICATE);
    if (certificate == null || end(certificate) <= cluster.now()) {
      throw new Violation("7: at rest, and the certificate has ended: " + certificate);
    }
    if (wait.toSeconds() <= Exploration.HANDOVER.toSeconds()) {
      return;
    }
    if (!isFrom(mode, source, certificate)) {
      throw new Violation("8: at rest, and the certificate is not that of " + source);
    }
    Set<Integer> more = new HashSet<>(trusted(cluster));
    more.removeAll(needed(mode, source));
    if (!more.isEmpty()) {
      throw new Violation("8: at rest, and " + more + " is trusted without need");
    }
  }

  /** A renewal by schedule is done in a window, or at the last moment. */
  void checkRenewal(Stored before, Stored after, int now) {
    String old = before.text("tls.crt");
    String issued = after.text("tls.crt");
    boolean scheduled =
        NumberedKeys.number(old) != NumberedKeys.number(issued)
            && NumberedKeys.issuer(old) == NumberedKeys.issuer(issued)
            && before.annotation(ANSWERED).equals(after.annotation(ANSWERED));
    if (scenario.certificates().windows()
        && scheduled
        && !Scenario.inWindow(now)
        && now < end(before) - Scenario.LAST_MOMENT - 1) {
      throw new Violation("6: renewed outside of a window, at " + now + " s");
    }
  }

  private static @Nullable Stored source(Cluster cluster, Mode mode) {
    Supplied supplied = mode.supplied();
    return switch (mode) {
      case DISABLED -> null;
      case SELF_SIGNED -> cluster.objects().get(Model.AUTHORITY);
      case CA, SECRET, PUBLIC -> supplied == null ? null : cluster.objects().get(supplied.slot());
    };
  }

  private static boolean isFrom(Mode mode, Stored source, Stored certificate) {
    int wanted = NumberedKeys.number(source.text("tls.crt"));
    String served = certificate.text("tls.crt");
    return switch (mode) {
      case DISABLED -> true;
      case SELF_SIGNED, CA -> NumberedKeys.issuer(served) == wanted;
      case SECRET, PUBLIC -> NumberedKeys.number(served) == wanted;
    };
  }

  private static Set<Integer> needed(Mode mode, Stored source) {
    return switch (mode) {
      case DISABLED, PUBLIC -> Set.of();
      case SELF_SIGNED ->
          Set.of(
              NumberedKeys.number(source.text("tls.crt")),
              NumberedKeys.number(source.text("next.crt")));
      case CA -> Set.of(NumberedKeys.number(source.text("tls.crt")));
      case SECRET -> Set.of(NumberedKeys.number(source.text("ca.crt")));
    };
  }

  private static Set<Integer> trusted(Cluster cluster) {
    Stored trust = cluster.objects().get(Model.TRUST);
    Set<Integer> trusted = new HashSet<>();
    if (trust != null) {
      trust.text("ca.crt").lines().forEach(line -> trusted.add(NumberedKeys.number(line)));
    }
    return trusted;
  }

  private static long end(Stored certificate) {
    return Long.parseLong(certificate.text("tls.crt").split(" ", -1)[3]);
  }
}
