package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of {@code access}. They are not below {@code auth}, where distribution allows one entry
 * only; it ignores a section that it does not know.
 */
final class AccessKeys {
  private static final String OWN = " Not a key of distribution, which ignores it.";

  static final Key<List<String>> ANONYMOUS =
      optional(
          "access.anonymous",
          KeyType.oneOf("pull").list(),
          List.of(),
          "nothing",
          "What may be done without a user, beside `auth.htpasswd`: `[pull]` or nothing. Where there"
              + " are rules, a rule says it instead."
              + OWN);
  static final Key<Optional<ConfigNode>> RULES =
      optional(
          "access.rules",
          KeyType.node("list of rules", KeyType.Shape.LIST),
          Optional.empty(),
          "users may do everything",
          "Who may do what where; see [access.md](access.md). What no rule allows is denied."
              + OWN);
  static final Key<Optional<ConfigNode>> GROUPS =
      optional(
          "access.groups",
          KeyType.node("names with list of text", KeyType.Shape.MAP_OF_LISTS),
          Optional.empty(),
          "none",
          "Groups of users, for `access.rules`." + OWN);
  static final Key<Optional<Path>> FILE =
      optional(
          "access.file",
          KeyType.path().optional(),
          Optional.empty(),
          "none",
          "A YAML file with `groups` and `rules`, instead of `access.rules`; reloaded within a"
              + " second of a change."
              + OWN);
  static final Key<Optional<AccessConfig.CertificateName>> CERTIFICATE_NAME =
      optional(
          "access.clientcert.username",
          KeyType.oneOf(AccessConfig.CertificateName.values()).optional(),
          Optional.empty(),
          "certificates name nobody",
          "What of a verified client certificate is its user's name: the common name, or the one"
              + " alternative name of this kind. Needs `http.tls.clientcas`."
              + OWN);
  static final Key<Integer> FAILED_PER_USER =
      failures("peruser", 100, "for one user, from all addresses together");
  static final Key<Integer> FAILED_PER_ADDRESS =
      failures("peraddress", 200, "from one address (of IPv6, one /64), for all users together");
  static final Key<Integer> FAILED_PER_PAIR =
      failures("perpair", 10, "for one user from one address");
  static final Key<Duration> FAILED_PERIOD =
      optional(
          "access.failedlogins.period",
          KeyType.duration(),
          Duration.ofMinutes(10),
          "10m",
          "The period of the numbers above." + OWN);

  static final List<Key<?>> ALL =
      List.of(
          ANONYMOUS,
          RULES,
          GROUPS,
          FILE,
          CERTIFICATE_NAME,
          FAILED_PER_USER,
          FAILED_PER_ADDRESS,
          FAILED_PER_PAIR,
          FAILED_PERIOD);

  private AccessKeys() {}

  private static Key<Integer> failures(String name, int fallback, String of) {
    return optional(
        "access.failedlogins." + name,
        KeyType.count(0),
        fallback,
        String.valueOf(fallback),
        "How many different wrong passwords are looked at " + of + "; 0 for any number." + OWN);
  }

  static AccessConfig read(Values values) {
    return new AccessConfig(rules(values), certificateName(values), failedLogins(values));
  }

  private static Optional<AccessConfig.CertificateName> certificateName(Values values) {
    Optional<AccessConfig.CertificateName> name = values.get(CERTIFICATE_NAME);
    if (name.isPresent() && !verifiesCertificates(values)) {
      values.problem(
          CERTIFICATE_NAME.path()
              + " needs verified certificates; give their authorities in http.tls.clientcas, and"
              + " a http.tls.clientauth that verifies");
    }
    return name;
  }

  private static boolean verifiesCertificates(Values values) {
    return switch (values.get(TlsKeys.CLIENT_AUTH)) {
      case REQUEST, REQUIRE_ANY -> false;
      case VERIFY_IF_GIVEN, REQUIRE_AND_VERIFY -> !values.get(TlsKeys.CLIENT_AUTHORITIES).isEmpty();
    };
  }

  private static AccessConfig.FailedLogins failedLogins(Values values) {
    Duration period = values.get(FAILED_PERIOD);
    if (period.isZero()) {
      values.problem(FAILED_PERIOD.path() + " must be longer than nothing; write it like 10m");
    }
    return new AccessConfig.FailedLogins(
        values.get(FAILED_PER_USER),
        values.get(FAILED_PER_ADDRESS),
        values.get(FAILED_PER_PAIR),
        period);
  }

  private static AccessConfig.Rules rules(Values values) {
    boolean anonymousPull = !values.get(ANONYMOUS).isEmpty();
    Optional<ConfigNode> rules = values.get(RULES);
    Optional<Path> file = values.get(FILE);
    if (rules.isPresent() && file.isPresent()) {
      values.problem(RULES.path() + " and " + FILE.path() + " are both given; keep one");
    }
    if (rules.isEmpty() && values.get(GROUPS).isPresent()) {
      values.problem(GROUPS.path() + " has no meaning without " + RULES.path() + "; add them");
    }
    if (rules.isEmpty() && file.isEmpty()) {
      return withoutRules(values, anonymousPull);
    }
    if (anonymousPull) {
      values.problem(
          ANONYMOUS.path()
              + " has no effect beside rules; write the rule {anonymous: true, repositories:"
              + " [\"**\"], actions: [pull]}");
    }
    return file.<AccessConfig.Rules>map(AccessConfig.RulesFile::new)
        .orElseGet(() -> inline(values, rules.orElseThrow()));
  }

  private static AccessConfig.Rules withoutRules(Values values, boolean anonymousPull) {
    boolean users =
        values.find("auth.htpasswd") instanceof ConfigNode.Mapping
            || values.get(CERTIFICATE_NAME).isPresent();
    if (anonymousPull && values.find("auth.token") instanceof ConfigNode.Mapping) {
      values.problem(
          ANONYMOUS.path()
              + " has no meaning with auth.token, whose server says what anybody may do; remove"
              + " it, or write access.rules");
    } else if (anonymousPull && !users) {
      values.problem(
          ANONYMOUS.path()
              + " has no meaning without auth.htpasswd: everybody may do everything; add"
              + " auth.htpasswd or remove it");
    }
    return new AccessConfig.NoRules(anonymousPull);
  }

  private static AccessConfig.Rules inline(Values values, ConfigNode rules) {
    Map<String, ConfigNode> section = new LinkedHashMap<>();
    values.get(GROUPS).ifPresent(groups -> section.put("groups", groups));
    section.put("rules", rules);
    try {
      return new AccessConfig.Inline(
          RuleReader.read(new ConfigNode.Mapping(section, rules.origin())));
    } catch (IllegalArgumentException e) {
      values.problem("access: " + e.getMessage());
      return new AccessConfig.Inline(new RuleSet(List.of()));
    }
  }
}
