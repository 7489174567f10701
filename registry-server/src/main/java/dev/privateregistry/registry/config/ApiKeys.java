package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;

/** The keys of {@code catalog}, {@code tags} and {@code validation}. */
final class ApiKeys {
  static final Key<Integer> CATALOG_ENTRIES =
      optional(
          "catalog.maxentries",
          KeyType.count(1),
          1000,
          "1000",
          "The most repositories in one page of the catalog.");
  static final Key<Integer> MAX_TAGS =
      optional(
          "tags.maxtags", KeyType.count(1), 1000, "1000", "The most tags in one page of tags.");
  static final Key<String> INDEX_PLATFORMS =
      optional(
          "validation.manifests.indexes.platforms",
          KeyType.oneOf("all", "none"),
          "all",
          "all",
          "Which manifests of an index must exist when it is pushed.");
  static final Key<String> IMAGE_LAYERS =
      optional(
          "validation.manifests.layers",
          KeyType.oneOf("all", "none"),
          "all",
          "all",
          "Which layers of an image must exist when it is pushed; its config always must. Not a key"
              + " of distribution, which ignores it.");

  static final List<Key<?>> ALL = List.of(CATALOG_ENTRIES, MAX_TAGS, INDEX_PLATFORMS, IMAGE_LAYERS);

  private ApiKeys() {}

  static ApiConfig read(Values values) {
    return new ApiConfig(
        values.get(CATALOG_ENTRIES),
        values.get(MAX_TAGS),
        values.get(INDEX_PLATFORMS).equals("all"),
        values.get(IMAGE_LAYERS).equals("all"));
  }
}
