package dev.privateregistry.registry.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that is checked: the registry is well while none of the checks fails. */
public record Health(List<HealthCheck> checks) implements AutoCloseable {
  /** How the name of the storage's check begins. */
  public static final String STORAGE = "storagedriver_";

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

  /** Whether nothing is wrong but with the storage. */
  public boolean onlyStorageFails() {
    return checks.stream()
        .filter(check -> check.problem().isPresent())
        .allMatch(check -> check.name().startsWith(STORAGE));
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
