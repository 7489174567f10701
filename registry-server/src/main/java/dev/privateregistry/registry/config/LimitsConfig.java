package dev.privateregistry.registry.config;

import java.time.Duration;

/**
 * What the server bears from its clients.
 *
 * @param connections open at the same time
 * @param bodyRate bytes per second of a body, at least
 */
public record LimitsConfig(
    int connections, int bodyRate, Head head, Http2 http2, Timeouts timeouts) {

  /**
   * How large the head of a request may be.
   *
   * @param bytes request line and header fields together
   * @param targetBytes the request target
   * @param headers number of header fields
   */
  public record Head(int bytes, int targetBytes, int headers) {}

  /**
   * What one HTTP/2 connection may do.
   *
   * @param streams requests at the same time
   * @param resets requests broken off in 30 s
   * @param controlFrames frames without a request in 30 s
   */
  public record Http2(int streams, int resets, int controlFrames) {}

  /**
   * How long the server waits.
   *
   * @param handshake for TLS
   * @param head for the rest of a request's head
   * @param body for the next byte of a body
   * @param answer for the client to take more of an answer
   * @param idle for the next request
   */
  public record Timeouts(
      Duration handshake, Duration head, Duration body, Duration answer, Duration idle) {}
}
