package dev.privateregistry.registry.catalog;

/**
 * What must be in the repository when a manifest that refers to it is pushed. An image's config
 * always must.
 *
 * @param manifests those of an index
 * @param layers those of an image, except foreign ones
 */
public record RequiredContent(boolean manifests, boolean layers) {
  /** As distribution asks by default. */
  public static final RequiredContent ALL = new RequiredContent(true, true);
}
