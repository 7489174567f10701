package dev.privateregistry.registry.observe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Fails while nobody accepts connections there.
 *
 * @param timeout zero for none of its own
 */
public record TcpProbe(String host, int port, Duration timeout) implements HealthCheck.Probe {
  @Override
  public void check() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
    } catch (IOException e) {
      throw new IOException(host + ":" + port + ": connection failed: " + e.getMessage(), e);
    }
  }
}
