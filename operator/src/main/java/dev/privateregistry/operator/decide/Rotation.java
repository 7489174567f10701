package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import dev.privateregistry.operator.credentials.PasswordHash;
import dev.privateregistry.operator.credentials.Passwords;
import dev.privateregistry.operator.decide.GivenPassword.Given;
import dev.privateregistry.operator.decide.GivenPassword.NotGiven;
import dev.privateregistry.operator.decide.GivenPassword.Unusable;
import dev.privateregistry.operator.decide.UserState.Password;
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

  /** The first state of a user; none while the given password cannot be used. */
  Optional<UserState> begin(GivenPassword given, @Nullable String request) {
    return switch (given) {
      case NotGiven() -> Optional.of(UserState.first(hashed(passwords.next()), request));
      case Given(String text) -> Optional.of(UserState.first(hashed(text), request));
      case Unusable unusable -> Optional.empty();
    };
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

  /**
   * The state of a user whose stored one is lost, from what is published: the user's Secret, and
   * the hashes that are accepted.
   *
   * @param shown the password in the user's Secret
   * @param accepted the hashes of this user in force
   * @param until until when a password before it stays accepted
   */
  UserState recovered(String shown, List<String> accepted, Instant until, Circumstances at) {
    Optional<String> own =
        accepted.stream().filter(candidate -> hash.matches(shown, candidate)).findFirst();
    Password password = own.map(h -> new Password(shown, h)).orElseGet(() -> hashed(shown));
    var others =
        accepted.stream()
            .filter(candidate -> !candidate.equals(password.hash()))
            .map(candidate -> new UserState.Retiring(candidate, until))
            .toList();
    return new UserState(RotationPhase.Overlapping, password, null, others, at.now(), at.request());
  }
}
