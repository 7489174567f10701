package dev.privateregistry.registry.http.netty;

/**
 * What one server bears.
 *
 * @param connections open connections; more are closed on arrival
 * @param bodyRate bytes per second that a client must send of a body, on average over the time
 *     {@link Timeouts#bodyIdle}; 0 for any rate
 */
public record ServerLimits(
    RequestLimits request, Timeouts timeouts, Http2Limits http2, int connections, int bodyRate) {
  public ServerLimits {
    if (connections < 1 || bodyRate < 0) {
      throw new IllegalArgumentException(connections + " connections, body rate " + bodyRate);
    }
  }

  public static ServerLimits defaults() {
    return new ServerLimits(
        RequestLimits.defaults(), Timeouts.defaults(), Http2Limits.defaults(), 16_384, 256);
  }

  public ServerLimits with(Timeouts other) {
    return new ServerLimits(request, other, http2, connections, bodyRate);
  }

  public ServerLimits with(RequestLimits other) {
    return new ServerLimits(other, timeouts, http2, connections, bodyRate);
  }

  public ServerLimits with(Http2Limits other) {
    return new ServerLimits(request, timeouts, other, connections, bodyRate);
  }

  public ServerLimits withConnections(int other) {
    return new ServerLimits(request, timeouts, http2, other, bodyRate);
  }

  BodyPace bodyPace() {
    return new BodyPace(timeouts.bodyIdle(), bodyRate);
  }
}
