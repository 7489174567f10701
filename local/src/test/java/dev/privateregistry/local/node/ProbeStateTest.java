package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbeStateTest {
  @Test
  void shouldTurnReadyAfterSuccessThresholdInARow() {
    ProbeState state = new ProbeState(probe().withSuccessThreshold(2).build(), false, 0);
    state.answered(true, 0);
    state.answered(false, 0);
    state.answered(true, 0);
    assertFalse(state.passing());
    state.answered(true, 0);
    assertTrue(state.passing());
  }

  @Test
  void shouldTurnUnreadyAfterFailureThresholdInARow() {
    ProbeState state = new ProbeState(probe().withFailureThreshold(2).build(), true, 0);
    state.answered(false, 0);
    state.answered(true, 0);
    state.answered(false, 0);
    assertTrue(state.passing());
    assertFalse(state.exhausted());
    state.answered(false, 0);
    assertFalse(state.passing());
    assertTrue(state.exhausted());
  }

  @Test
  void shouldAskAfterInitialDelayAndThenEveryPeriod() {
    Probe probe = probe().withInitialDelaySeconds(3).withPeriodSeconds(7).build();
    ProbeState state = new ProbeState(probe, false, 100);
    assertEquals(100 + Duration.ofSeconds(3).toNanos(), state.dueNanos());
    state.answered(true, 500);
    assertEquals(500 + Duration.ofSeconds(7).toNanos(), state.dueNanos());
  }

  @Test
  void shouldUseTheDefaultsOfKubernetes() {
    ProbeState state = new ProbeState(new Probe(), true, 0);
    assertEquals(Duration.ofSeconds(1), state.timeout());
    assertEquals(0, state.dueNanos());
    state.answered(false, 0);
    assertEquals(Duration.ofSeconds(10).toNanos(), state.dueNanos());
    state.answered(false, 0);
    assertTrue(state.passing());
    state.answered(false, 0);
    assertFalse(state.passing());
  }

  private static ProbeBuilder probe() {
    return new ProbeBuilder();
  }
}
