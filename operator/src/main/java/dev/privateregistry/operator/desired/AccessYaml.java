package dev.privateregistry.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.privateregistry.operator.api.v1alpha1.AccessRule;
import dev.privateregistry.operator.api.v1alpha1.AuthSpec;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a registry pod follows when any user is limited to some repositories; the pod
 * reloads them. A user without rules keeps every right, and so does who pulls without a name.
 */
public record AccessYaml(AuthSpec auth) {
  /** The name of the file, beside config.yml. */
  public static final String FILE = ChildNames.ACCESS_FILE;

  private static final List<String> EVERYWHERE = List.of("**");
  private static final List<String> EVERYTHING =
      Arrays.stream(AccessRule.Action.values()).map(AccessRule.Action::word).toList();

  /** Whether there are rules at all. */
  public boolean isNeeded() {
    return auth.users().stream().anyMatch(user -> !user.access().isEmpty());
  }

  /** The text of the file; the same text for the same users. */
  public String text() {
    List<Map<String, Object>> rules = new ArrayList<>();
    auth.users().forEach(user -> add(rules, user));
    if (auth.anonymousPull()) {
      rules.add(rule("anonymous", true, EVERYWHERE, List.of(AccessRule.Action.PULL.word())));
    }
    try {
      return ConfigYaml.YAML.writeValueAsString(Map.of("rules", rules));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("access.yml cannot be written", e);
    }
  }

  private static void add(List<Map<String, Object>> rules, UserSpec user) {
    List<String> name = List.of(user.name());
    if (user.access().isEmpty()) {
      rules.add(rule("users", name, EVERYWHERE, EVERYTHING));
    }
    for (AccessRule access : user.access()) {
      rules.add(
          rule(
              "users",
              name,
              access.repositories(),
              access.actions().stream().map(AccessRule.Action::word).toList()));
    }
  }

  private static Map<String, Object> rule(
      String subject, Object who, List<String> repositories, List<String> actions) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put(subject, who);
    rule.put("repositories", repositories);
    rule.put("actions", actions);
    return rule;
  }
}
