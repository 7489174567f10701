package dev.privateregistry.registry.config;

import java.time.Duration;

/**
 * What the server bears from its clients.
 *
 * @param clients how many, and what each may do
 */
public record LimitsConfig(Clients clients, Head head, Http2 http2, Timeouts timeouts) {

  /**
   * How much at the same time, and how slow.
   *
   * @param connections open
   * @param requestsEach running for one client; 0 for any number
   * @param bodyRate bytes per second of a body, at least
   */
  public record Clients(int connections, int requestsEach, int bodyRate) {}

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
