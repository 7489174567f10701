package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.required;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

  static final List<Key<?>> ALL =
      Stream.concat(Stream.<Key<?>>of(HTPASSWD_REALM, HTPASSWD_PATH), TokenAuthKeys.ALL.stream())
          .toList();

  private AuthKeys() {}

  static AuthConfig read(Values values) {
    Set<String> methods =
        values.find("auth") instanceof ConfigNode.Mapping auth ? auth.entries().keySet() : Set.of();
    if (methods.contains("htpasswd") && methods.contains("token")) {
      values.problem(
          "auth names htpasswd and token; keep one: clients are sent to one place to log in");
    }
    if (methods.contains("token")) {
      return TokenAuthKeys.read(values);
    }
    if (!methods.contains("htpasswd")) {
      return new AuthConfig.None();
    }
    String realm = values.require(HTPASSWD_REALM, "registry");
    checkQuotable(values, HTPASSWD_REALM, realm);
    return new AuthConfig.Htpasswd(realm, values.require(HTPASSWD_PATH, Path.of("htpasswd")));
  }

  /** What stands between quotes in a header field. */
  static void checkQuotable(Values values, Key<String> key, String text) {
    if (text.isEmpty()
        || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
      values.problem(key.path() + " must be printable ASCII without quotes or backslashes");
    }
  }
}
