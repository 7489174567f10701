package dev.privateregistry.registry.auth.rules;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.AccessPolicy;
import dev.privateregistry.registry.auth.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What rules allow; what no rule allows is denied. Rules add up, their order does not matter. What
 * anybody may do without a name, every user may do too.
 */
public final class AccessRules implements AccessPolicy {
  private final int count;
  private final Map<String, List<Rule>> byUser = new HashMap<>();
  private final List<Rule> forUsers;
  private final List<Rule> forAnybody;

  public AccessRules(List<Rule> rules) {
    count = rules.size();
    forAnybody = select(rules, subjects -> subjects.anonymous());
    forUsers = select(rules, subjects -> subjects.anonymous() || subjects.authenticated());
    Set<String> named = new TreeSet<>();
    rules.forEach(rule -> named.addAll(rule.subjects().users()));
    for (String user : named) {
      byUser.put(
          user,
          select(
              rules,
              subjects ->
                  subjects.anonymous()
                      || subjects.authenticated()
                      || subjects.users().contains(user)));
    }
  }

  private static List<Rule> select(List<Rule> rules, Predicate<Rule.Subjects> applies) {
    return rules.stream().filter(rule -> applies.test(rule.subjects())).toList();
  }

  /** How many rules there are. */
  public int count() {
    return count;
  }

  @Override
  public boolean allows(Principal principal, Access access) {
    List<Rule> rules =
        switch (principal) {
          case Principal.User user -> byUser.getOrDefault(user.name(), forUsers);
          case Principal.Anonymous nobody -> forAnybody;
        };
    return switch (access) {
      case Access.Base base -> true;
      case Access.Catalog catalog -> rules.stream().anyMatch(Rule::catalog);
      case Access.Repository repository -> grantsAll(rules, repository);
      case Access.UploadCancel cancel ->
          grants(rules, cancel.name(), Access.Action.PUSH)
              || grants(rules, cancel.name(), Access.Action.DELETE);
    };
  }

  private static boolean grantsAll(List<Rule> rules, Access.Repository repository) {
    for (Access.Action action : repository.actions()) {
      if (!grants(rules, repository.name(), action)) {
        return false;
      }
    }
    return true;
  }

  private static boolean grants(List<Rule> rules, String repository, Access.Action action) {
    for (Rule rule : rules) {
      if (rule.grants(repository, action)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean opensToStrangers() {
    return !forAnybody.isEmpty();
  }

  @Override
  public boolean showsAll() {
    return false;
  }
}
