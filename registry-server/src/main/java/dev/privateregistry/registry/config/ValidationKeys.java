package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;
import static dev.privateregistry.registry.config.Key.required;

import java.util.List;
import java.util.Set;

/** The keys of {@code validation} and {@code policy}. */
final class ValidationKeys {
  /** What distribution does with manifests when {@code validation.disabled} is set. */
  private static final ValidationConfig.Urls ANY_URL =
      new ValidationConfig.Urls(List.of(""), List.of());

  private static final Key<String> ARCHITECTURE =
      required("architecture", KeyType.text(), "For example `amd64`.");
  private static final Key<String> OS = required("os", KeyType.text(), "For example `linux`.");

  static final Key<Boolean> DISABLED =
      optional(
          "validation.disabled",
          KeyType.flag(),
          false,
          "false",
          "Lets every http and https URL pass, as distribution does, and indexes of manifests that do not exist. A manifest must be"
              + " well-formed all the same, and its layers must exist.");
  static final Key<Boolean> ENABLED =
      optional(
          "validation.enabled",
          KeyType.flag(),
          false,
          "false",
          "Overrides `validation.disabled`; deprecated in distribution.");
  static final Key<List<String>> URLS_ALLOWED =
      optional(
          "validation.manifests.urls.allow",
          KeyType.regex().list(),
          List.of(),
          "none",
          "Where image layers may say that they can be fetched instead. Without `allow` and `deny`"
              + " anywhere, as the specification has it (distribution then answers 500)."
              + " Clients follow these URLs: `deny: ['.*']` refuses them all.");
  static final Key<List<String>> URLS_DENIED =
      optional(
          "validation.manifests.urls.deny",
          KeyType.regex().list(),
          List.of(),
          "none",
          "URLs that are refused even when `allow` matches them.");
  static final Key<String> INDEX_PLATFORMS =
      optional(
          "validation.manifests.indexes.platforms",
          KeyType.oneOf("all", "none", "list"),
          "all",
          "all",
          "Which manifests of an index must exist when it is pushed; `list`: those for the"
              + " platforms of `platformlist`.");
  static final Key<List<ValidationConfig.Platform>> PLATFORM_LIST =
      optional(
          "validation.manifests.indexes.platformlist",
          KeyType.sections(List.of(ARCHITECTURE, OS), ValidationKeys::platform),
          List.of(),
          "none",
          "The platforms that `platforms: list` means.");
  static final Key<String> IMAGE_LAYERS =
      optional(
          "validation.manifests.layers",
          KeyType.oneOf("all", "none"),
          "all",
          "all",
          "Which layers of an image must exist when it is pushed; its config always must. Not a key"
              + " of distribution, which ignores it.");
  static final Key<List<String>> CLASSES =
      optional(
          "policy.repository.classes",
          KeyType.oneOf("image", "plugin").list(),
          List.of(),
          "every kind",
          "The kinds of images that may be pushed, told by the type of their config. Anything else,"
              + " artifacts too, is refused then.");

  static final List<Key<?>> ALL =
      List.of(
          DISABLED,
          ENABLED,
          URLS_ALLOWED,
          URLS_DENIED,
          INDEX_PLATFORMS,
          PLATFORM_LIST,
          IMAGE_LAYERS,
          CLASSES);

  private ValidationKeys() {}

  static ValidationConfig read(Values values) {
    boolean disabled = values.get(DISABLED) && !values.get(ENABLED);
    ValidationConfig.Indexes indexes = indexes(values);
    ValidationConfig.Urls urls =
        new ValidationConfig.Urls(values.get(URLS_ALLOWED), values.get(URLS_DENIED));
    return new ValidationConfig(
        disabled ? new ValidationConfig.Indexes.None() : indexes,
        values.get(IMAGE_LAYERS).equals("all"),
        disabled ? ANY_URL : urls,
        Set.copyOf(values.get(CLASSES)));
  }

  private static ValidationConfig.Indexes indexes(Values values) {
    List<ValidationConfig.Platform> platforms = values.get(PLATFORM_LIST);
    return switch (values.get(INDEX_PLATFORMS)) {
      case "none" -> new ValidationConfig.Indexes.None();
      case "list" -> {
        if (platforms.isEmpty()) {
          values.problem(
              INDEX_PLATFORMS.path() + ": list needs at least one of " + PLATFORM_LIST.path());
        }
        yield new ValidationConfig.Indexes.For(platforms);
      }
      default -> new ValidationConfig.Indexes.All();
    };
  }

  private static ValidationConfig.Platform platform(Values item) {
    return new ValidationConfig.Platform(
        item.require(ARCHITECTURE, "amd64"), item.require(OS, "linux"));
  }
}
