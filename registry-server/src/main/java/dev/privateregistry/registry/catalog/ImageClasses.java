package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of images that may be pushed, told by the type of their config.
 *
 * @param allowed empty when every kind may be pushed, and artifacts too
 */
public record ImageClasses(Set<String> allowed) {
  public static final ImageClasses ANY = new ImageClasses(Set.of());

  private static final Map<String, String> BY_CONFIG =
      Map.of(
          "application/vnd.docker.container.image.v1+json", "image",
          "application/vnd.oci.image.config.v1+json", "image",
          "application/vnd.docker.plugin.v1+json", "plugin");

  public ImageClasses {
    allowed = Set.copyOf(allowed);
  }

  /**
   * @throws RegistryException DENIED when this kind may not be pushed
   */
  void check(Manifest manifest) {
    if (!allowed.isEmpty() && manifest instanceof Manifest.Image image) {
      String config = image.config().mediaType();
      String kind = BY_CONFIG.get(config);
      if (kind == null) {
        throw denied("unknown manifest class for " + config);
      }
      if (!allowed.contains(kind)) {
        throw denied("registry does not allow " + kind + " manifest");
      }
    }
  }

  private static RegistryException denied(String message) {
    return new RegistryException(
        List.of(new RegistryException.Detail(ErrorCode.DENIED, message, "")));
  }
}
