package dev.privateregistry.registry.http.netty;

/**
 * What one server bears.
 *
 * @param connections open connections; more are closed on arrival
 * @param streams concurrent requests on one HTTP/2 connection
 */
public record ServerLimits(RequestLimits request, Timeouts timeouts, int connections, int streams) {
  public ServerLimits {
    if (connections < 1 || streams < 1) {
      throw new IllegalArgumentException(connections + " connections, " + streams + " streams");
    }
  }

  public static ServerLimits defaults() {
    return new ServerLimits(RequestLimits.defaults(), Timeouts.defaults(), 16_384, 128);
  }

  public ServerLimits with(Timeouts other) {
    return new ServerLimits(request, other, connections, streams);
  }

  public ServerLimits with(RequestLimits other) {
    return new ServerLimits(other, timeouts, connections, streams);
  }

  public ServerLimits withConnections(int other) {
    return new ServerLimits(request, timeouts, other, streams);
  }
}
