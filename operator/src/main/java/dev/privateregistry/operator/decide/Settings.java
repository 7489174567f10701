package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.AcmeSpec;
import dev.privateregistry.operator.api.v1alpha1.ConfigOverlay;
import dev.privateregistry.operator.api.v1alpha1.Durations;
import dev.privateregistry.operator.api.v1alpha1.MaintenanceSpec.WindowSpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateKeySpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import dev.privateregistry.operator.tls.KeyKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A spec in the terms of the decisions. An API server refuses most of what is refused here; this is
 * for a resource that came in before its rule did.
 *
 * @param validity how long an issued certificate is valid
 * @param renewBefore how long before its end it is renewed
 * @param key the key it gets
 * @param windows when it is renewed by schedule
 * @param users the users
 */
record Settings(
    Duration validity, Duration renewBefore, Key key, Windows windows, List<User> users) {

  /** Of what kind a certificate's key is, and whether a renewal goes on with it. */
  record Key(KeyKind kind, boolean kept) {}

  private static final Duration LONGEST_DEFAULT_OVERLAP = Duration.ofHours(24);
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** From when on a certificate is renewed outside of the windows too, rather than let end. */
  Instant lastMoment(Instant end) {
    return end.minus(renewBefore.dividedBy(3));
  }

  /** One user and when the password changes. */
  record User(UserSpec spec, Optional<Duration> every, Duration overlap) {
    String name() {
      return spec.name();
    }
  }

  /** The settings of a spec, or everything that is wrong with it. */
  sealed interface Parsed {}

  record Valid(Settings settings) implements Parsed {}

  record Invalid(List<String> problems) implements Parsed {}

  static Parsed of(PrivateRegistry resource) {
    return new Reading().read(resource);
  }

  /** Collects the problems while it reads. */
  private static final class Reading {

    private final List<String> problems = new ArrayList<>();

    Parsed read(PrivateRegistry resource) {
      TlsSpec tls = resource.getSpec().tls();
      check(tls.modes() <= 1, () -> "spec.tls: " + TlsSpec.MODES);
      Duration validity = duration("spec.tls.duration", tls.duration());
      check(
          validity.compareTo(SHORTEST) >= 0,
          () -> "spec.tls.duration: must be at least 5s, for example 2160h");
      Duration renewBefore =
          tls.renewBefore() == null
              ? validity.dividedBy(3)
              : duration("spec.tls.renewBefore", tls.renewBefore());
      check(
          renewBefore.isPositive() && renewBefore.compareTo(validity) < 0,
          () -> "spec.tls.renewBefore: must be more than 0s and less than duration");
      acme(resource);
      problems.addAll(new ConfigOverlay(resource.getSpec().config()).problems());
      List<User> users = users(resource.getSpec().auth().users());
      Key key = key(tls.privateKey());
      Windows windows = windows(resource.getSpec().maintenance().windows());
      return problems.isEmpty()
          ? new Valid(new Settings(validity, renewBefore, key, windows, users))
          : new Invalid(List.copyOf(problems));
    }

    /** The host that clients ask for must be one that the ACME server can certify, and does. */
    private void acme(PrivateRegistry resource) {
      AcmeSpec acme = resource.getSpec().tls().acme();
      if (acme == null) {
        return;
      }
      check(
          resource.getSpec().host() != null,
          () -> "spec.tls.acme: needs spec.host, a name that the ACME server can look up");
      String host = RegistryAddress.of(resource).host();
      check(
          acme.dnsNames().isEmpty() || acme.covers(host),
          () -> "spec.tls.acme.dnsNames: no name covers spec.host, which is " + host);
    }

    private Key key(PrivateKeySpec spec) {
      check(
          spec.hasPossibleSize(),
          () ->
              "spec.tls.privateKey.size: must be 256, 384 or 521 for ECDSA, and 2048, 3072 or 4096"
                  + " for RSA");
      String algorithm = spec.algorithm() == PrivateKeySpec.Algorithm.ECDSA ? "EC" : "RSA";
      return new Key(
          new KeyKind(algorithm, spec.bits()), spec.rotation() == PrivateKeySpec.Rotation.Never);
    }

    private Windows windows(List<WindowSpec> specs) {
      List<Windows.Window> windows = new ArrayList<>();
      for (int i = 0; i < specs.size(); i++) {
        try {
          windows.add(Windows.Window.of("spec.maintenance.windows[" + i + "]", specs.get(i)));
        } catch (IllegalArgumentException e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
      return new Windows(windows);
    }

    private List<User> users(List<UserSpec> specs) {
      Set<String> names = new HashSet<>();
      List<User> users = new ArrayList<>();
      for (UserSpec spec : specs) {
        check(
            names.add(spec.name()),
            () -> "spec.auth.users: two users are named '" + spec.name() + "': remove one");
        users.add(user(spec));
      }
      return users;
    }

    private User user(UserSpec spec) {
      String field = "spec.auth.users[" + spec.name() + "].rotation";
      check(
          UserSpec.isValidName(spec.name()),
          () ->
              "spec.auth.users: '"
                  + spec.name()
                  + "' cannot be the name of a user: choose another");
      UserSpec.RotationSpec rotation = spec.rotation();
      String everyText = rotation == null ? null : rotation.every();
      String overlapText = rotation == null ? null : rotation.overlap();
      Duration every = everyText == null ? null : duration(field + ".every", everyText);
      Duration overlap =
          overlapText == null ? defaultOverlap(every) : duration(field + ".overlap", overlapText);
      if (every != null) {
        check(
            every.compareTo(SHORTEST) >= 0,
            () -> field + ".every: must be at least 5s, for example 720h");
        check(overlap.compareTo(every) < 0, () -> field + ".overlap: must be less than every");
      }
      return new User(spec, Optional.ofNullable(every), overlap);
    }

    private static Duration defaultOverlap(@Nullable Duration every) {
      Duration third = every == null ? LONGEST_DEFAULT_OVERLAP : every.dividedBy(3);
      return third.compareTo(LONGEST_DEFAULT_OVERLAP) < 0 ? third : LONGEST_DEFAULT_OVERLAP;
    }

    private Duration duration(String field, String text) {
      try {
        return Durations.parse(field, text);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
        return Duration.ofDays(90);
      }
    }

    private void check(boolean holds, Supplier<String> problem) {
      if (!holds) {
        problems.add(problem.get());
      }
    }
  }
}
