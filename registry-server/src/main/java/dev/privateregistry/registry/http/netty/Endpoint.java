package dev.privateregistry.registry.http.netty;

import java.nio.file.Path;

/** Where a server listens. */
public sealed interface Endpoint {
  /**
   * A TCP port.
   *
   * @param host address or name to bind; empty means all interfaces, IPv4 and IPv6
   * @param port 0 takes a free one
   */
  record Tcp(String host, int port) implements Endpoint {
    public Tcp {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("not a TCP port: " + port);
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A socket file. It gets the permissions that the umask leaves, and goes with the server. */
  record Unix(Path file) implements Endpoint {
    @Override
    public String toString() {
      return "unix:" + file;
    }
  }
}
