package dev.privateregistry.local.kube;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to start an embedded Kubernetes.
 *
 * @param dataDirectory where objects, token and certificate outlive the process; null to keep them
 *     in memory only
 * @param port the port on 127.0.0.1; 0 for any free one
 */
public record Options(@Nullable Path dataDirectory, int port) {
  private static final int LAST_PORT = 65_535;

  public Options {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
    }
  }

  /** In memory, on any free port. */
  public static Options inMemory() {
    return new Options(null, 0);
  }
}
