package dev.privateregistry.operator.api.v1alpha1;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where clients reach a registry.
 *
 * @param tls whether clients speak https
 * @param host the DNS name
 * @param port the port
 */
public record RegistryAddress(boolean tls, String host, int port) {

  /** The address that follows from a resource. */
  public static RegistryAddress of(PrivateRegistry resource) {
    PrivateRegistrySpec spec = resource.getSpec();
    boolean tls = spec.tls().disabled() == null;
    String host =
        spec.host() != null
            ? spec.host()
            : resource.getMetadata().getName()
                + "."
                + resource.getMetadata().getNamespace()
                + ".svc";
    int usual = tls ? 443 : 80;
    return new RegistryAddress(
        tls, host, spec.exposure().hasEdge() ? usual : spec.exposure().service().port());
  }

  /** Host, and the port when image names need it: {@code registry.example.com:5000}. */
  public String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }

  /** What a browser opens: {@code https://registry.example.com:5000}. */
  public String url() {
    return (tls ? "https://" : "http://") + authority();
  }

  /** The names a certificate must carry: the host, and those of the Service. */
  public static List<String> certificateNames(PrivateRegistry resource) {
    String name = resource.getMetadata().getName();
    String qualified = name + "." + resource.getMetadata().getNamespace();
    Set<String> names = new LinkedHashSet<>();
    names.add(of(resource).host());
    names.add(name);
    names.add(qualified);
    names.add(qualified + ".svc");
    names.add(qualified + ".svc.cluster.local");
    return List.copyOf(names);
  }
}
