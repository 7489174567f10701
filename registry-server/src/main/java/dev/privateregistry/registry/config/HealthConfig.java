package dev.privateregistry.registry.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is checked periodically.
 *
 * @param storageDriver whether the storage is
 * @param storage how often then
 */
public record HealthConfig(
    boolean storageDriver,
    Polling storage,
    List<FileCheck> files,
    List<HttpCheck> http,
    List<TcpCheck> tcp) {
  public HealthConfig {
    files = List.copyOf(files);
    http = List.copyOf(http);
    tcp = List.copyOf(tcp);
  }

  /**
   * When to look.
   *
   * @param threshold how many checks in a row must fail before it counts; 0 and 1 are the same
   */
  public record Polling(Duration interval, int threshold) {}

  /** The registry is out of service while there is such a file. */
  public record FileCheck(Path file, Polling polling) {}

  /**
   * Something that must answer a HEAD request.
   *
   * @param status that it must answer with
   * @param timeout zero for none
   */
  public record HttpCheck(
      URI uri, Map<String, List<Secret>> headers, int status, Duration timeout, Polling polling) {
    public HttpCheck {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Something that must accept connections.
   *
   * @param timeout zero for none
   */
  public record TcpCheck(ListenAddress address, Duration timeout, Polling polling) {}
}
