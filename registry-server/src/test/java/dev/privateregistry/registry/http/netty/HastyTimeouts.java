package dev.privateregistry.registry.http.netty;

import java.time.Duration;

/** Timeouts that are short in one phase, and the usual ones in all others. */
final class HastyTimeouts {
  private static final Timeouts USUAL = TestServer.PATIENT;

  private HastyTimeouts() {}

  static Timeouts handshake(Duration wait) {
    return new Timeouts(
        wait, USUAL.head(), USUAL.bodyIdle(), USUAL.writeStall(), USUAL.keepAlive());
  }

  static Timeouts head(Duration wait) {
    return new Timeouts(
        USUAL.handshake(), wait, USUAL.bodyIdle(), USUAL.writeStall(), USUAL.keepAlive());
  }

  static Timeouts bodyIdle(Duration wait) {
    return new Timeouts(
        USUAL.handshake(), USUAL.head(), wait, USUAL.writeStall(), USUAL.keepAlive());
  }

  static Timeouts writeStall(Duration wait) {
    return new Timeouts(USUAL.handshake(), USUAL.head(), USUAL.bodyIdle(), wait, USUAL.keepAlive());
  }

  static Timeouts keepAlive(Duration wait) {
    return new Timeouts(
        USUAL.handshake(), USUAL.head(), USUAL.bodyIdle(), USUAL.writeStall(), wait);
  }
}
