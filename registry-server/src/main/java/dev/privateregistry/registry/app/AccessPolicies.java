package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.AccessPolicy;
import dev.privateregistry.registry.auth.rules.AccessRules;
import dev.privateregistry.registry.auth.rules.Rule;
import dev.privateregistry.registry.config.AccessConfig;
import dev.privateregistry.registry.config.RuleSet;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What principals may do, as configured.
 *
 * @param policy the one in force at the time
 * @param file where the rules are, when they have a file
 */
record AccessPolicies(Supplier<AccessPolicy> policy, Optional<HotFile<AccessRules>> file)
    implements AutoCloseable {

  /**
   * Opens what is configured.
   *
   * @param withoutRules what holds when there are no rules
   */
  static AccessPolicies open(AccessConfig.Rules rules, AccessPolicy withoutRules)
      throws StartFailure {
    return switch (rules) {
      case AccessConfig.NoRules none -> of(withoutRules);
      case AccessConfig.Inline(RuleSet set) -> of(rules(set));
      case AccessConfig.RulesFile(Path path) -> {
        HotFile<AccessRules> file = openFile(path);
        yield new AccessPolicies(file::value, Optional.of(file));
      }
    };
  }

  private static AccessPolicies of(AccessPolicy policy) {
    return new AccessPolicies(() -> policy, Optional.empty());
  }

  private static HotFile<AccessRules> openFile(Path path) throws StartFailure {
    try {
      return HotFile.open(path, content -> rules(RuleSet.parse(content)));
    } catch (IOException e) {
      throw new StartFailure("access.file: " + path + ": " + HotFile.describe(e));
    } catch (IllegalArgumentException e) {
      throw new StartFailure("access.file: " + path + ": " + e.getMessage());
    }
  }

  private static AccessRules rules(RuleSet set) {
    return new AccessRules(set.rules().stream().map(AccessPolicies::rule).toList());
  }

  private static Rule rule(RuleSet.Rule rule) {
    Set<Access.Action> actions = EnumSet.noneOf(Access.Action.class);
    for (RuleSet.Action action : rule.actions()) {
      switch (action) {
        case PULL -> actions.add(Access.Action.PULL);
        case PUSH -> actions.add(Access.Action.PUSH);
        case DELETE -> actions.add(Access.Action.DELETE);
        case CATALOG -> {}
      }
    }
    return new Rule(
        new Rule.Subjects(rule.users(), rule.authenticated(), rule.anonymous()),
        rule.repositories(),
        actions,
        rule.actions().contains(RuleSet.Action.CATALOG));
  }

  @Override
  public void close() {
    file.ifPresent(HotFile::close);
  }
}
