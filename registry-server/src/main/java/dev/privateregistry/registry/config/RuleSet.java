package dev.privateregistry.registry.config;

import dev.privateregistry.registry.domain.RepositoryPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Access rules as written. Whoever is in no rule may do nothing.
 *
 * @param rules with the groups they name resolved to users
 */
public record RuleSet(List<Rule> rules) {
  public RuleSet {
    rules = List.copyOf(rules);
  }

  /** What a rule may allow. */
  public enum Action {
    PULL,
    PUSH,
    DELETE,
    CATALOG;

    /** The word in the file. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One rule.
   *
   * @param users named themselves or as members of a group
   * @param authenticated whether it is for every user
   * @param anonymous whether it is for everybody, also without a user
   */
  public record Rule(
      Set<String> users,
      boolean authenticated,
      boolean anonymous,
      List<RepositoryPattern> repositories,
      Set<Action> actions) {
    public Rule {
      users = Set.copyOf(users);
      repositories = List.copyOf(repositories);
      actions = Set.copyOf(actions);
    }
  }

  /**
   * Reads a file with {@code groups} and {@code rules}.
   *
   * @throws IllegalArgumentException naming every problem, with its line
   */
  public static RuleSet parse(byte[] content) {
    ConfigNode node = YamlText.parseFile(new String(content, StandardCharsets.UTF_8));
    if (!(node instanceof ConfigNode.Mapping file)) {
      throw new IllegalArgumentException(
          "the file is " + node.kind() + "; write a list of rules below rules:");
    }
    return RuleReader.read(file);
  }
}
