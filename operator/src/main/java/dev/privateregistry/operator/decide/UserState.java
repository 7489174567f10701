package dev.privateregistry.operator.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one user's password stands, as the operator keeps it. Each method is one step and gives the
 * state after it.
 *
 * @param phase the step that was reached last
 * @param password the newest password
 * @param published the password that the user's Secret carries while the newest is not to be seen
 *     by anybody; null when the newest is the first, or is published itself
 * @param retiring the passwords before it that are still accepted, oldest first
 * @param rotatedAt when the password that is published now was published, null before the first
 * @param request the value of the annotation that was answered last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UserState(
    RotationPhase phase,
    Password password,
    @Nullable Password published,
    List<Retiring> retiring,
    @Nullable Instant rotatedAt,
    @Nullable String request) {

  /** How many passwords before the newest may be accepted at a time. */
  static final int MOST_RETIRING = 2;

  UserState {
    if (phase == null || password == null) {
      throw new IllegalArgumentException("phase and password are needed");
    }
    boolean unpublished = phase == RotationPhase.Generated || phase == RotationPhase.Accepted;
    if (published != null && !unpublished) {
      throw new IllegalArgumentException("only one password is published");
    }
    retiring = retiring == null ? List.of() : List.copyOf(retiring);
  }

  /** A password and its hash, made once. */
  record Password(String text, String hash) {

    Password {
      if (text == null || hash == null || hash.isBlank()) {
        throw new IllegalArgumentException("text and hash are needed");
      }
    }

    /** Without the text. */
    @Override
    public String toString() {
      return "Password[" + hash + "]";
    }
  }

  /**
   * The hash of a password that was replaced.
   *
   * @param until until when it is accepted; null until that is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Retiring(String hash, @Nullable Instant until) {

    Retiring {
      if (hash == null || hash.isBlank()) {
        throw new IllegalArgumentException("a hash is needed");
      }
    }

    boolean overAt(Instant now) {
      return until != null && !now.isBefore(until);
    }
  }

  /** The newest password is stored and shown to nobody; all that were accepted still are. */
  UserState generated(Password next, @Nullable String newRequest) {
    return new UserState(RotationPhase.Generated, next, password, retiring, rotatedAt, newRequest);
  }

  /** Every pod accepts the newest password. */
  UserState accepted() {
    return new UserState(RotationPhase.Accepted, password, published, retiring, rotatedAt, request);
  }

  /** The user's Secret carries the newest password. */
  UserState published(Instant now) {
    List<Retiring> all = new ArrayList<>(retiring);
    if (published != null) {
      all.add(new Retiring(published.hash(), null));
    }
    return new UserState(RotationPhase.Published, password, null, all, now, request);
  }

  /** The end of the passwords before the newest is fixed. */
  UserState overlapping(Instant until) {
    List<Retiring> dated =
        retiring.stream()
            .map(old -> old.until() == null ? new Retiring(old.hash(), until) : old)
            .toList();
    return new UserState(RotationPhase.Overlapping, password, published, dated, rotatedAt, request);
  }

  /** Passwords whose time is over are accepted no more. */
  UserState expired(Instant now) {
    return new UserState(
        phase,
        password,
        published,
        retiring.stream().filter(old -> !old.overAt(now)).toList(),
        rotatedAt,
        request);
  }

  /** Every pod accepts the newest password only. */
  UserState retired() {
    return new UserState(RotationPhase.Retired, password, null, List.of(), rotatedAt, request);
  }

  /** Whether the newest password may be seen in the user's Secret. */
  boolean revealed() {
    return phase != RotationPhase.Generated;
  }

  /** The password that the user's Secret shall carry; none before the first was accepted. */
  Optional<Password> shown() {
    return revealed() ? Optional.of(password) : Optional.ofNullable(published);
  }

  /** Whether the next step is taken when every pod has loaded the file. */
  boolean awaitsPods() {
    return phase == RotationPhase.Generated
        || (phase == RotationPhase.Overlapping && retiring.isEmpty());
  }

  /** Whether a new rotation may begin. */
  boolean restful() {
    return (phase == RotationPhase.Retired || phase == RotationPhase.Overlapping) && !full();
  }

  /** Whether one of the passwords before the newest must end before there can be another. */
  boolean full() {
    return retiring.size() >= MOST_RETIRING;
  }

  /** The hashes that shall be accepted, oldest first. */
  List<String> hashes() {
    return Stream.of(
            retiring.stream().map(Retiring::hash),
            Stream.ofNullable(published).map(Password::hash),
            Stream.of(password.hash()))
        .flatMap(hashes -> hashes)
        .toList();
  }

  /** The end of the last password before the newest, if it is known. */
  Optional<Instant> previousValidUntil() {
    return retiring.stream()
        .map(Retiring::until)
        .flatMap(Stream::ofNullable)
        .max(Instant::compareTo);
  }

  /** The next instant at which a password before the newest ends. */
  Optional<Instant> nextEnd() {
    return retiring.stream()
        .map(Retiring::until)
        .flatMap(Stream::ofNullable)
        .min(Instant::compareTo);
  }
}
