package dev.privateregistry.registry.auth.rules;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.domain.RepositoryPattern;
import java.util.List;
import java.util.Set;

/**
 * One rule: these subjects may do these things in these repositories.
 *
 * @param catalog whether they may list repositories, of those they may pull from
 */
public record Rule(
    Subjects subjects,
    List<RepositoryPattern> repositories,
    Set<Access.Action> actions,
    boolean catalog) {
  public Rule {
    repositories = List.copyOf(repositories);
    actions = Set.copyOf(actions);
  }

  /**
   * Whom a rule is for.
   *
   * @param users by name, with the members of the groups that the rule names
   * @param authenticated every user
   * @param anonymous everybody, also without a name
   */
  public record Subjects(Set<String> users, boolean authenticated, boolean anonymous) {
    public Subjects {
      users = Set.copyOf(users);
    }
  }

  boolean grants(String repository, Access.Action action) {
    return actions.contains(action)
        && repositories.stream().anyMatch(pattern -> pattern.matches(repository));
  }
}
