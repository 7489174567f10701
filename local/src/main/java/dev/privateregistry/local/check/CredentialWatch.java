package dev.privateregistry.local.check;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.UserStatus;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows the published passwords of every user: how often they changed, which previous one is
 * still promised to be accepted, and which are due to be refused.
 */
final class CredentialWatch {
  /** An old password, and when it must be refused. */
  record Retired(String user, String password, Instant refusedFrom) {}

  /** What a pod may take to load a file after the operator wrote it, and the operator to notice. */
  private static final Duration RELOAD = Duration.ofSeconds(4);

  private final Map<String, Known> users = new HashMap<>();
  private final ConcurrentLinkedQueue<Retired> retired = new ConcurrentLinkedQueue<>();

  private static final class Known {
    String password = "";
    @Nullable String awaited;
    @Nullable String rotatedAt;
    @Nullable Credential previous;
    int rotations;
  }

  CredentialWatch(List<String> names) {
    names.forEach(name -> users.put(name, new Known()));
  }

  /**
   * One look at what is published and at what the status says about it. The status is fetched
   * first: it is written after the Secret, so that the password of a rotation it tells is never
   * missed.
   */
  void look(Target target) {
    List<UserStatus> status =
        target.resource().map(PrivateRegistry::getStatus).map(it -> it.users()).orElse(List.of());
    look(target::publishedPassword, status);
  }

  synchronized void look(
      Function<String, Optional<String>> passwords, List<UserStatus> statusFetchedBefore) {
    for (var user : users.entrySet()) {
      passwords.apply(user.getKey()).ifPresent(now -> published(user.getValue(), now));
    }
    statusFetchedBefore.forEach(this::reported);
  }

  synchronized int rotations(String user) {
    Known known = users.get(user);
    return known == null ? 0 : known.rotations;
  }

  synchronized List<String> users() {
    return new ArrayList<>(users.keySet());
  }

  /** The password before the present one, when it is promised for {@code margin} more. */
  synchronized Optional<Credential> previous(String user, Duration margin) {
    Known known = users.get(user);
    Credential previous = known == null ? null : known.previous;
    return previous != null
            && previous.validUntil() != null
            && Instant.now().plus(margin).isBefore(previous.validUntil())
        ? Optional.of(previous)
        : Optional.empty();
  }

  /** Takes the old passwords that must be refused by now. */
  List<Retired> due(Instant now) {
    List<Retired> due = new ArrayList<>();
    retired.removeIf(one -> one.refusedFrom().isBefore(now) && due.add(one));
    return due;
  }

  void tryLater(Retired one) {
    retired.add(one);
  }

  int waiting() {
    return retired.size();
  }

  private static void published(Known known, String now) {
    if (known.password.equals(now)) {
      return;
    }
    if (!known.password.isEmpty()) {
      known.rotations++;
      known.awaited = known.password;
    }
    known.password = now;
  }

  /** Gives a replaced password the end of its window, once the status tells it. */
  private void reported(UserStatus status) {
    Known known = users.get(status.name());
    if (known == null || status.rotatedAt() == null) {
      return;
    }
    boolean told = !status.rotatedAt().equals(known.rotatedAt);
    String old = known.awaited;
    if (old == null) {
      known.rotatedAt = status.rotatedAt();
    } else if (told && status.previousValidUntil() != null) {
      Instant until = Instant.parse(status.previousValidUntil());
      known.previous = new Credential(status.name(), old, until);
      retire(known, status, old, until);
    } else if (told && status.phase() == RotationPhase.Retired) {
      // the window passed while nobody reported it, for example between two operators
      retire(known, status, old, Instant.now());
    }
  }

  private void retire(Known known, UserStatus status, String old, Instant until) {
    known.rotatedAt = status.rotatedAt();
    known.awaited = null;
    retired.add(new Retired(status.name(), old, until.plus(RELOAD)));
  }
}
