package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How a command ended: its exit code and all that it printed on both streams. */
record Outcome(String command, int exitCode, String output) {
  Outcome shouldSucceed() {
    assertEquals(0, exitCode, this::toString);
    return this;
  }

  Outcome shouldFailWith(String text) {
    assertNotEquals(0, exitCode, this::toString);
    return shouldSay(text);
  }

  Outcome shouldSay(String text) {
    assertTrue(output.contains(text), () -> "expected \"" + text + "\" from\n" + this);
    return this;
  }

  @Override
  public String toString() {
    return "$ " + command + "\n" + output + "\nexit code " + exitCode;
  }
}
