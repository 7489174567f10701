package dev.privateregistry.registry.config;

import dev.privateregistry.registry.domain.RepositoryPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads groups and rules, naming every problem with its place. */
final class RuleReader {
  private static final String USERS = "users";
  private static final String GROUPS = "groups";
  private static final String AUTHENTICATED = "authenticated";
  private static final String ANONYMOUS = "anonymous";
  private static final String REPOSITORIES = "repositories";
  private static final String ACTIONS = "actions";
  private static final Set<String> KEYS =
      Set.of(USERS, GROUPS, AUTHENTICATED, ANONYMOUS, REPOSITORIES, ACTIONS);

  private final List<String> problems = new ArrayList<>();
  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  private RuleReader() {}

  /**
   * The rules of a section with {@code groups} and {@code rules}.
   *
   * @throws IllegalArgumentException naming every problem
   */
  static RuleSet read(ConfigNode.Mapping file) {
    RuleReader reader = new RuleReader();
    file.entries()
        .forEach((name, value) -> reader.known(name, value, Set.of(GROUPS, "rules"), "a section"));
    RuleSet rules = reader.rules(file.get(GROUPS), file.get("rules"));
    if (!reader.problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", reader.problems));
    }
    return rules;
  }

  private RuleSet rules(@Nullable ConfigNode groupsNode, @Nullable ConfigNode rulesNode) {
    if (groupsNode instanceof ConfigNode.Mapping mapping) {
      mapping
          .entries()
          .forEach((name, members) -> groups.put(name, texts(GROUPS + "." + name, members)));
    } else if (!ConfigNode.isNothing(groupsNode)) {
      problem(groupsNode, GROUPS, "is not a section; write NAME: [USER, …] lines");
    }
    List<RuleSet.Rule> rules = new ArrayList<>();
    if (rulesNode instanceof ConfigNode.Sequence list) {
      for (ConfigNode item : list.items()) {
        rule(item).ifPresent(rules::add);
      }
    } else {
      problem(rulesNode, "rules", "is not a list; write one, or [] to deny everything");
    }
    return new RuleSet(rules);
  }

  private Optional<RuleSet.Rule> rule(ConfigNode node) {
    if (!(node instanceof ConfigNode.Mapping rule)) {
      problem(node, "a rule", "is " + node.kind() + "; write users, repositories and actions");
      return Optional.empty();
    }
    rule.entries().forEach((name, value) -> known(name, value, KEYS, "a rule"));
    int before = problems.size();
    Set<String> users = new HashSet<>(texts(USERS, rule.get(USERS)));
    for (String group : texts(GROUPS, rule.get(GROUPS))) {
      List<String> members = groups.get(group);
      if (members == null) {
        problem(rule.get(GROUPS), GROUPS, unknownGroup(group));
      } else {
        users.addAll(members);
      }
    }
    boolean authenticated = flag(AUTHENTICATED, rule.get(AUTHENTICATED));
    boolean anonymous = flag(ANONYMOUS, rule.get(ANONYMOUS));
    Set<RuleSet.Action> actions = new HashSet<>(list(ACTIONS, rule, RuleReader::action));
    List<RepositoryPattern> repositories = list(REPOSITORIES, rule, RepositoryPattern::parse);
    boolean named = rule.get(USERS) != null || rule.get(GROUPS) != null;
    if (!named && !authenticated && !anonymous) {
      problem(rule, "a rule", "is for nobody; add users, groups, authenticated or anonymous");
    }
    if (actions.isEmpty() && problems.size() == before) {
      problem(rule, "a rule", "allows nothing; add actions: [pull, push, delete, catalog]");
    }
    if (repositories.isEmpty()
        && !actions.equals(Set.of(RuleSet.Action.CATALOG))
        && problems.size() == before) {
      problem(rule, "a rule", "is for no repository; add repositories, for example [\"team/**\"]");
    }
    return Optional.of(new RuleSet.Rule(users, authenticated, anonymous, repositories, actions));
  }

  private String unknownGroup(String group) {
    return "'"
        + group
        + "' is not a group"
        + KnownNames.nearest(group, groups.keySet())
            .map(near -> "; did you mean " + near + "?")
            .orElse("; define it below groups:");
  }

  private static RuleSet.Action action(String text) {
    return KeyType.wordOf(text, RuleSet.Action.values());
  }

  private <T> List<T> list(String name, ConfigNode.Mapping rule, Function<String, T> parser) {
    ConfigNode node = rule.get(name);
    List<T> values = new ArrayList<>();
    for (String text : texts(name, node)) {
      try {
        values.add(parser.apply(text));
      } catch (IllegalArgumentException e) {
        problem(node, name, String.valueOf(e.getMessage()));
      }
    }
    return values;
  }

  private List<String> texts(String name, @Nullable ConfigNode node) {
    if (ConfigNode.isNothing(node)) {
      return List.of();
    }
    try {
      List<String> texts = KeyType.text().list().reader().apply(node);
      if (texts.contains("")) {
        problem(node, name, "has an empty entry; remove it");
      }
      return texts;
    } catch (IllegalArgumentException e) {
      problem(node, name, String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private boolean flag(String name, @Nullable ConfigNode node) {
    if (ConfigNode.isNothing(node)) {
      return false;
    }
    try {
      return KeyType.flag().reader().apply(node);
    } catch (IllegalArgumentException e) {
      problem(node, name, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void known(String name, ConfigNode value, Set<String> names, String where) {
    if (!names.contains(name)) {
      problem(
          value,
          name,
          "is not a key of "
              + where
              + KnownNames.nearest(name, names)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; remove it"));
    }
  }

  private void problem(@Nullable ConfigNode node, String name, String what) {
    problems.add(name + (node == null ? " " : " (" + node.origin() + ") ") + what);
  }
}
