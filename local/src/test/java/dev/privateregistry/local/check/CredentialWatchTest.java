package dev.privateregistry.local.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.UserStatus;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialWatchTest {
  private final Instant until = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
  private final CredentialWatch watch = new CredentialWatch(List.of("ann"));

  @Test
  void shouldCountRotationsAndKnowThePasswordThatIsStillPromised() {
    look("one", status("t1", null));
    look("two", status("t1", null));
    assertTrue(watch.previous("ann", Duration.ZERO).isEmpty(), "its window is not known yet");
    look("two", status("t2", until));
    assertEquals(1, watch.rotations("ann"));
    assertEquals("one", watch.previous("ann", Duration.ZERO).orElseThrow().password());
    assertTrue(watch.previous("ann", Duration.ofSeconds(90)).isEmpty());
  }

  @Test
  void shouldMakeAnOldPasswordDueAfterItsWindow() {
    look("one", status("t1", null));
    look("two", status("t2", until));
    assertEquals(1, watch.waiting());
    assertEquals(List.of(), watch.due(until));
    List<CredentialWatch.Retired> due = watch.due(until.plusSeconds(10));
    assertEquals(List.of("one"), due.stream().map(CredentialWatch.Retired::password).toList());
    assertEquals(0, watch.waiting());
  }

  @Test
  void shouldNotTakeTheWindowOfTheRotationBefore() {
    look("one", status("t1", until));
    look("two", status("t1", until));
    assertEquals(0, watch.waiting());
    look("two", status("t2", until.plusSeconds(9)));
    assertEquals(
        until.plusSeconds(9), watch.previous("ann", Duration.ZERO).orElseThrow().validUntil());
  }

  @Test
  void shouldMakeAPasswordDueWhoseWindowPassedUnreported() {
    look("one", status("t1", null));
    look("two", status("t1", null));
    assertEquals(0, watch.waiting());
    look("two", new UserStatus("ann", "r-ann", RotationPhase.Retired, "t2", null, null));
    assertEquals(1, watch.waiting());
    assertTrue(watch.previous("ann", Duration.ZERO).isEmpty());
  }

  private void look(String password, UserStatus status) {
    watch.look(user -> Optional.of(password), List.of(status));
  }

  private static UserStatus status(String rotatedAt, @Nullable Instant previousValidUntil) {
    String validUntil = previousValidUntil == null ? null : previousValidUntil.toString();
    return new UserStatus("ann", "r-ann", RotationPhase.Overlapping, rotatedAt, null, validUntil);
  }
}
