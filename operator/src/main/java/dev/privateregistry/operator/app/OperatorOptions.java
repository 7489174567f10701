package dev.privateregistry.operator.app;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an operator runs.
 *
 * @param namespaces the namespaces whose resources are reconciled; empty for all
 * @param leadership null when this is the only operator there can be
 * @param port where health and metrics are served; 0 for any free port, null for nowhere
 * @param image the image of the registry where a resource names none
 */
public record OperatorOptions(
    Set<String> namespaces, @Nullable Leadership leadership, @Nullable Integer port, String image) {

  public OperatorOptions {
    namespaces = Set.copyOf(namespaces);
    Objects.requireNonNull(image, "image");
  }

  /**
   * The Lease by which one of several operators becomes the one that works.
   *
   * @param namespace the namespace of the Lease
   * @param lease its name
   */
  public record Leadership(String namespace, String lease) {
    public Leadership {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(lease, "lease");
    }
  }

  /** For an operator inside another program: all namespaces, alone, without health and metrics. */
  public static OperatorOptions embedded() {
    return new OperatorOptions(Set.of(), null, null, defaultImage());
  }

  /** The registry image of the same version as this operator. */
  public static String defaultImage() {
    return "privateregistry/registry-server:" + version();
  }

  /** The version of this operator. */
  public static String version() {
    String version = OperatorOptions.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
