package dev.privateregistry.operator.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one concern wants: its writes in order, its Events, its condition, and when to look again.
 * Collected while the concern decides.
 */
final class Concern {

  /** How often to look whether what the user was told to do was done. */
  static final Duration LOOK_FOR_REMEDY = Duration.ofSeconds(10);

  private final String conditionType;
  private final Instant now;
  private final List<Write> writes = new ArrayList<>();
  private final List<Write> lastWrites = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<String> stalled = new ArrayList<>();
  private final List<HasMetadata> wanted = new ArrayList<>();
  private @Nullable String refusal;
  private @Nullable Verdict verdict;
  private @Nullable Instant lookAgain;
  private boolean blocksPods;
  private final boolean aside;

  Concern(String conditionType, Instant now) {
    this(conditionType, now, false);
  }

  private Concern(String conditionType, Instant now, boolean aside) {
    this.conditionType = conditionType;
    this.now = now;
    this.aside = aside;
  }

  /** A concern that has its condition, and no say in whether the registry is ready. */
  static Concern aside(String conditionType, Instant now) {
    return new Concern(conditionType, now, true);
  }

  /** A condition's status, reason and message. */
  record Verdict(boolean holds, String reason, String message) {}

  /** Written after everything else: it may be refused, which ends the plan. */
  void writeLast(Write write) {
    lastWrites.add(write);
  }

  List<Write> lastWrites() {
    return lastWrites;
  }

  void write(Write write) {
    writes.add(write);
  }

  /** The object shall be there, even when it cannot be written now. */
  void want(HasMetadata object) {
    wanted.add(object);
  }

  void notice(Notice notice) {
    notices.add(notice);
  }

  /**
   * Nothing goes on in this concern until the user does what the message says. No event may tell of
   * that, as the object in the way is not ours, so it is looked for.
   */
  void stall(String message) {
    stalled.add(message);
    lookAgainAt(now.plus(LOOK_FOR_REMEDY));
  }

  /** Like {@link #stall}, with a reason of its own in one word; the first one is told. */
  void refuse(String reason, String message) {
    if (refusal == null) {
      refusal = reason;
    }
    stall(message);
  }

  /** Pods must not be started or changed while it is so: they could not run. */
  void blockPods() {
    blocksPods = true;
  }

  /** The condition; the first call of a decision wins, as the first problem is the one to mend. */
  void report(boolean holds, String reason, String message) {
    if (verdict == null) {
      verdict = new Verdict(holds, reason, message);
    }
  }

  /** Look again at this instant, or earlier; what is over already was decided on just now. */
  void lookAgainAt(Instant instant) {
    if (!instant.isAfter(now)) {
      return;
    }
    if (lookAgain == null || instant.isBefore(lookAgain)) {
      lookAgain = instant;
    }
  }

  /** Whether something is to be done but to repeat what follows from the spec. */
  boolean moves() {
    return writes.stream()
        .anyMatch(write -> !(write instanceof Write.Apply || write instanceof Write.Confirm));
  }

  /** Whether the registry is ready whatever becomes of this. */
  boolean isAside() {
    return aside;
  }

  String conditionType() {
    return conditionType;
  }

  List<Write> writes() {
    return writes;
  }

  boolean wants(HasMetadata object) {
    return wanted.stream().anyMatch(it -> Objects.alike(it, object));
  }

  List<Notice> notices() {
    return notices;
  }

  List<String> stalled() {
    return stalled;
  }

  /** The reason of the first refusal. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  boolean blocksPods() {
    return blocksPods;
  }

  Optional<Instant> lookAgain() {
    return Optional.ofNullable(lookAgain);
  }

  Verdict verdict() {
    if (!stalled.isEmpty()) {
      return new Verdict(false, refusal == null ? "Stalled" : refusal, String.join("; ", stalled));
    }
    return verdict == null ? new Verdict(true, "Ready", "") : verdict;
  }
}
