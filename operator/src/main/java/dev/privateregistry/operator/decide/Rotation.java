package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import dev.privateregistry.operator.credentials.PasswordHash;
import dev.privateregistry.operator.credentials.Passwords;
import dev.privateregistry.operator.decide.GivenPassword.Given;
import dev.privateregistry.operator.decide.GivenPassword.NotGiven;
import dev.privateregistry.operator.decide.GivenPassword.Unusable;
import dev.privateregistry.operator.decide.UserState.Password;
import dev.privateregistry.operator.decide.UserState.Retiring;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a password's rotation: Generated → Accepted → Published → Overlapping → Retired. At
 * most one step a decision; the state after it is stored before anything follows from it.
 */
final class Rotation {

  private final Passwords passwords;
  private final PasswordHash hash;

  Rotation(Passwords passwords, PasswordHash hash) {
    this.passwords = passwords;
    this.hash = hash;
  }

  /**
   * What one step of one user depends on.
   *
   * @param allLoaded every pod has loaded exactly the file that follows from the stored states
   * @param shown the user's Secret carries what it shall carry
   * @param request the annotation that asks for a rotation, if it is there
   */
  record Circumstances(
      Instant now,
      boolean allLoaded,
      boolean shown,
      GivenPassword given,
      @Nullable String request) {}

  /**
   * The first state of a user; none while the given password cannot be used. When a stored state
   * was lost, the password in the user's Secret is kept, and what is accepted stays so until the
   * first password of this state is published.
   *
   * @param accepted the hashes of this user in force
   * @param kept the password in the user's Secret that is to be kept, if there is one
   */
  Optional<UserState> begin(Circumstances at, List<String> accepted, Optional<String> kept) {
    Optional<String> text =
        switch (at.given()) {
          case NotGiven() -> Optional.of(kept.orElseGet(passwords::next));
          case Given(String supplied) -> Optional.of(supplied);
          case Unusable unusable -> kept;
        };
    return text.map(it -> hashed(it, accepted))
        .map(
            password ->
                new UserState(
                    RotationPhase.Generated,
                    password,
                    null,
                    others(password, accepted),
                    null,
                    at.request()));
  }

  /** Whether a password is among those in force. */
  boolean inForce(String password, List<String> accepted) {
    return accepted.stream().anyMatch(candidate -> hash.matches(password, candidate));
  }

  /** The state after the next step; the same state when there is none to take. */
  UserState step(UserState stored, Settings.User user, Circumstances at) {
    UserState state = stored.expired(at.now());
    if (!state.equals(stored)) {
      return state;
    }
    return switch (state.phase()) {
      case Generated -> at.allLoaded() ? state.accepted() : state;
      case Accepted -> at.shown() ? state.published(at.now()) : state;
      case Published -> at.shown() ? afterPublication(state, user, at) : state;
      case Overlapping, Retired -> rest(state, user, at);
    };
  }

  private static UserState afterPublication(UserState state, Settings.User user, Circumstances at) {
    return state.retiring().isEmpty()
        ? state.retired()
        : state.overlapping(at.now().plus(user.overlap()));
  }

  private UserState rest(UserState state, Settings.User user, Circumstances at) {
    Optional<String> next = state.restful() ? nextPassword(state, user, at) : Optional.empty();
    if (next.isPresent()) {
      String request = at.request() == null ? state.request() : at.request();
      return state.generated(hashed(next.get()), request);
    }
    boolean over = state.phase() == RotationPhase.Overlapping && state.retiring().isEmpty();
    return over && at.allLoaded() ? state.retired() : state;
  }

  private Optional<String> nextPassword(UserState state, Settings.User user, Circumstances at) {
    return switch (at.given()) {
      case Unusable unusable -> Optional.empty();
      case Given(String text) ->
          text.equals(state.password().text()) ? Optional.empty() : Optional.of(text);
      case NotGiven() -> due(state, user, at) ? Optional.of(passwords.next()) : Optional.empty();
    };
  }

  private static boolean due(UserState state, Settings.User user, Circumstances at) {
    boolean requested = at.request() != null && !at.request().equals(state.request());
    return requested
        || rotateAt(state, user).map(instant -> !at.now().isBefore(instant)).orElse(false);
  }

  /** When a user's password changes by itself the next time. */
  static Optional<Instant> rotateAt(UserState state, Settings.User user) {
    Instant rotatedAt = state.rotatedAt();
    return rotatedAt == null || user.spec().passwordSecretRef() != null
        ? Optional.empty()
        : user.every().map(rotatedAt::plus);
  }

  private Password hashed(String text) {
    return new Password(text, hash.of(text));
  }

  /** A password with its hash among those in force, or a new one. */
  private Password hashed(String text, List<String> accepted) {
    return accepted.stream()
        .filter(candidate -> hash.matches(text, candidate))
        .findFirst()
        .map(candidate -> new Password(text, candidate))
        .orElseGet(() -> hashed(text));
  }

  private static List<Retiring> others(Password password, List<String> accepted) {
    return accepted.stream()
        .filter(candidate -> !candidate.equals(password.hash()))
        .map(candidate -> new Retiring(candidate, null))
        .toList();
  }
}
