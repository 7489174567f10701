package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;
import java.util.Optional;

/** The keys of {@code compatibility}, {@code catalog} and {@code tags}. */
final class CatalogKeys {
  static final Key<Integer> ENTRIES =
      optional(
          "catalog.maxentries",
          KeyType.count(1),
          1000,
          "1000",
          "The most repositories in one page of the catalog.");
  static final Key<Optional<Integer>> MAX_TAGS =
      optional(
          "tags.maxtags",
          KeyType.count(1).optional(),
          Optional.empty(),
          "1000; no limit with `compatibility: registry2`",
          "The most tags in one page of tags.");

  /** In distribution 2 this is a section, of which nothing is left. */
  static final Key<ApiConfig.Compatibility> COMPATIBILITY =
      optional(
          "compatibility",
          KeyType.oneOf(ApiConfig.Compatibility.values())
              .orSection(ApiConfig.Compatibility.REGISTRY3),
          ApiConfig.Compatibility.REGISTRY3,
          "registry3",
          "The image that clients take this server for, wherever the OCI specification lets both"
              + " versions do as they do: with `registry2` JSON has a charset, details of errors are"
              + " objects, manifests are deleted by digest only, and tags come all at once unless"
              + " asked otherwise ([differences](differences.md)). Not a key of distribution 3, which"
              + " ignores it.");

  static final List<Key<?>> ALL = List.of(COMPATIBILITY, ENTRIES, MAX_TAGS);

  private CatalogKeys() {}

  static ApiConfig read(Values values) {
    ApiConfig.Compatibility compatibility = values.get(COMPATIBILITY);
    return new ApiConfig(
        values.get(ENTRIES),
        values.get(MAX_TAGS).orElseGet(() -> tagsLike(compatibility)),
        ValidationKeys.read(values),
        compatibility);
  }

  /** Distribution 2 gives all tags at once. */
  private static int tagsLike(ApiConfig.Compatibility compatibility) {
    return switch (compatibility) {
      case REGISTRY2 -> Integer.MAX_VALUE;
      case REGISTRY3 -> 1000;
    };
  }
}
