package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;

/** The keys of {@code access}. */
final class AccessKeys {
  static final Key<List<String>> ANONYMOUS =
      optional(
          "access.anonymous",
          KeyType.oneOf("pull").list(),
          List.of(),
          "nothing",
          "What may be done without a user, beside `auth.htpasswd`: `[pull]` or nothing. Not a key"
              + " of distribution, which ignores it.");

  static final List<Key<?>> ALL = List.of(ANONYMOUS);

  private AccessKeys() {}

  static AccessConfig read(Values values) {
    boolean anonymousPull = !values.get(ANONYMOUS).isEmpty();
    if (anonymousPull && !(values.find("auth.htpasswd") instanceof ConfigNode.Mapping)) {
      values.problem(
          ANONYMOUS.path()
              + " has no meaning without auth.htpasswd: everybody may do everything; add"
              + " auth.htpasswd or remove it");
    }
    return new AccessConfig(anonymousPull);
  }
}
