package dev.privateregistry.registry.auth;

import java.util.concurrent.atomic.LongAdder;

/**
 * How log-ins went.
 *
 * @param checks passwords verified by bcrypt
 * @param accepted of these, the right ones
 * @param refused wrong passwords and unknown users
 * @param remembered requests whose credential had been verified before
 * @param limited log-ins refused because too many had failed before
 * @param overloaded requests refused because too many verifications were waiting
 */
public record AuthCounters(
    LongAdder checks,
    LongAdder accepted,
    LongAdder refused,
    LongAdder remembered,
    LongAdder limited,
    LongAdder overloaded) {
  public AuthCounters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }
}
