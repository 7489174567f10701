package dev.privateregistry.local.app;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.CertificateStatus;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.UserStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What changed from one status to the next, in words: a pure function. */
final class StatusChanges {
  private StatusChanges() {}

  static List<String> between(@Nullable PrivateRegistryStatus before, PrivateRegistryStatus after) {
    List<String> lines = new ArrayList<>();
    for (Condition condition : after.conditions()) {
      Condition known = before == null ? null : before.condition(condition.getType()).orElse(null);
      if (isNews(known, condition)) {
        lines.add(describe(condition));
      }
    }
    certificate(before, after).ifPresent(lines::add);
    for (UserStatus user : after.users()) {
      user(before, user).ifPresent(lines::add);
    }
    return lines;
  }

  /** Ready tells good news and bad; of the others only trouble and its end are worth a line. */
  private static boolean isNews(@Nullable Condition before, Condition now) {
    boolean changed =
        before == null
            ? trouble(now) || now.getType().equals("Ready")
            : !before.getStatus().equals(now.getStatus());
    boolean told = List.of("Ready", "Stalled").contains(now.getType());
    boolean newReason =
        told && before != null && trouble(now) && !same(before.getMessage(), now.getMessage());
    return told && (changed || newReason);
  }

  private static boolean trouble(Condition condition) {
    return condition.getStatus().equals(condition.getType().equals("Ready") ? "False" : "True");
  }

  private static String describe(Condition condition) {
    boolean ready = condition.getType().equals("Ready");
    boolean is = condition.getStatus().equals("True");
    String state = ready ? (is ? "ready" : "not ready") : (is ? "stalled" : "no longer stalled");
    String message = condition.getMessage();
    return trouble(condition) && message != null && !message.isEmpty()
        ? state + ": " + message
        : state;
  }

  private static Optional<String> certificate(
      @Nullable PrivateRegistryStatus before, PrivateRegistryStatus after) {
    CertificateStatus now = after.certificate();
    CertificateStatus known = before == null ? null : before.certificate();
    if (now == null || (known != null && known.serial().equals(now.serial()))) {
      return Optional.empty();
    }
    String renewal = now.renewAt() == null ? "" : ", renewed at " + now.renewAt();
    return Optional.of("certificate " + now.serial() + ", valid until " + now.notAfter() + renewal);
  }

  private static Optional<String> user(@Nullable PrivateRegistryStatus before, UserStatus now) {
    UserStatus known = before == null ? null : find(before, now.name());
    if (known != null && same(known.rotatedAt(), now.rotatedAt())) {
      return Optional.empty();
    }
    if (now.rotatedAt() == null) {
      return Optional.empty();
    }
    String old =
        now.previousValidUntil() == null
            ? ""
            : "; the one before is accepted until " + now.previousValidUntil();
    return Optional.of("user " + now.name() + ": new password in Secret " + now.secretName() + old);
  }

  private static @Nullable UserStatus find(PrivateRegistryStatus status, String name) {
    return status.users().stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a == null ? b == null : a.equals(b);
  }
}
