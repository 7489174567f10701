package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;

/** The keys of {@code catalog} and {@code tags}, and the record of everything about the API. */
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

  static final List<Key<?>> ALL = List.of(ENTRIES, MAX_TAGS);

  private CatalogKeys() {}

  static ApiConfig read(Values values) {
    return new ApiConfig(values.get(ENTRIES), values.get(MAX_TAGS), ValidationKeys.read(values));
  }
}
