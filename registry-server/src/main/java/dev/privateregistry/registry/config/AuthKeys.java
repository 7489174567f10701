package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.required;

import java.nio.file.Path;
import java.util.List;

/** The keys of {@code auth}. */
final class AuthKeys {
  static final Key<String> HTPASSWD_REALM =
      required(
          "auth.htpasswd.realm",
          KeyType.text(),
          "The realm named in the challenge. (Required with `auth.htpasswd`.)");
  static final Key<Path> HTPASSWD_PATH =
      required(
          "auth.htpasswd.path",
          KeyType.path(),
          "The htpasswd file, bcrypt only; reloaded within a second of a change. A user may have"
              + " several lines, each password is accepted. Make lines with `registry-server"
              + " htpasswd`. (Required with `auth.htpasswd`.)");

  static final List<Key<?>> ALL = List.of(HTPASSWD_REALM, HTPASSWD_PATH);

  private AuthKeys() {}

  static AuthConfig read(Values values) {
    if (!(values.find("auth") instanceof ConfigNode.Mapping auth)
        || !auth.entries().containsKey("htpasswd")) {
      return new AuthConfig.None();
    }
    String realm = values.require(HTPASSWD_REALM, "registry");
    if (realm.isEmpty()
        || !realm.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
      values.problem(
          HTPASSWD_REALM.path() + " must be printable ASCII without quotes or backslashes");
    }
    return new AuthConfig.Htpasswd(realm, values.require(HTPASSWD_PATH, Path.of("htpasswd")));
  }
}
