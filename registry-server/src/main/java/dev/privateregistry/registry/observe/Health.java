package dev.privateregistry.registry.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that is checked: the registry is well while none of the checks fails. */
public record Health(List<HealthCheck> checks) implements AutoCloseable {
  public Health {
    checks = List.copyOf(checks);
  }

  /** Cheap: asked before every request. */
  public boolean isWell() {
    for (HealthCheck check : checks) {
      if (check.problem().isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** What is wrong, by the name of the check. */
  public Map<String, String> problems() {
    Map<String, String> problems = new TreeMap<>();
    for (HealthCheck check : checks) {
      check.problem().ifPresent(problem -> problems.put(check.name(), problem));
    }
    return problems;
  }

  @Override
  public void close() {
    checks.forEach(HealthCheck::close);
  }
}
