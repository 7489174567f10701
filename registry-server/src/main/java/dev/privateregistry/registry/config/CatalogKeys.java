package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;

/** The keys of {@code compatibility}, {@code catalog} and {@code tags}. */
final class CatalogKeys {
  static final Key<Integer> ENTRIES =
      optional(
          "catalog.maxentries",
          KeyType.count(1),
          1000,
          "1000",
          "The most repositories in one page of the catalog.");
  static final Key<Integer> MAX_TAGS =
      optional(
          "tags.maxtags", KeyType.count(1), 1000, "1000", "The most tags in one page of tags.");

  /** In distribution 2 this is a section, of which nothing is left. */
  static final Key<ApiConfig.Compatibility> COMPATIBILITY =
      optional(
          "compatibility",
          KeyType.oneOf(ApiConfig.Compatibility.values())
              .orSection(ApiConfig.Compatibility.REGISTRY3),
          ApiConfig.Compatibility.REGISTRY3,
          "registry3",
          "The image whose wording clients get: with `registry2` JSON has a charset, and the details"
              + " of errors about manifests are objects. Not a key of distribution 3, which ignores"
              + " it.");

  static final List<Key<?>> ALL = List.of(COMPATIBILITY, ENTRIES, MAX_TAGS);

  private CatalogKeys() {}

  static ApiConfig read(Values values) {
    return new ApiConfig(
        values.get(ENTRIES),
        values.get(MAX_TAGS),
        ValidationKeys.read(values),
        values.get(COMPATIBILITY));
  }
}
