package dev.privateregistry.registry.http.netty;

import java.time.Duration;

/**
 * How long the server waits for a peer, in every phase of a connection.
 *
 * @param handshake from accepting a TLS connection to the end of its handshake
 * @param head from the first byte of a request to the end of its field lines
 * @param bodyIdle without a byte of a body that a handler waits for
 * @param writeStall without progress of an answer being sent
 * @param keepAlive without a request on an open connection
 */
public record Timeouts(
    Duration handshake, Duration head, Duration bodyIdle, Duration writeStall, Duration keepAlive) {
  public Timeouts {
    positive(handshake, "handshake");
    positive(head, "head");
    positive(bodyIdle, "bodyIdle");
    positive(writeStall, "writeStall");
    positive(keepAlive, "keepAlive");
  }

  public static Timeouts defaults() {
    return new Timeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(180));
  }

  private static void positive(Duration duration, String name) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive: " + duration);
    }
  }
}
