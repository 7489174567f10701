package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Platform;
import java.util.Set;

/**
 * What must be in the repository when a manifest that refers to it is pushed. An image's config
 * always must.
 *
 * @param manifests those of an index
 * @param layers those of an image, except foreign ones
 */
public record RequiredContent(Manifests manifests, boolean layers) {
  /** As distribution asks by default. */
  public static final RequiredContent ALL = new RequiredContent(new Manifests.All(), true);

  /** Which manifests of an index. */
  public sealed interface Manifests {
    boolean include(Descriptor manifest);

    /** Every one. */
    record All() implements Manifests {
      @Override
      public boolean include(Descriptor manifest) {
        return true;
      }
    }

    /** None. */
    record None() implements Manifests {
      @Override
      public boolean include(Descriptor manifest) {
        return false;
      }
    }

    /** Those that say that they are for one of these platforms. */
    record For(Set<Platform> platforms) implements Manifests {
      public For {
        platforms = Set.copyOf(platforms);
      }

      @Override
      public boolean include(Descriptor manifest) {
        return manifest.platform() != null && platforms.contains(manifest.platform());
      }
    }
  }
}
