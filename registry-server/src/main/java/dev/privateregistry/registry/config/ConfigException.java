package dev.privateregistry.registry.config;

import java.util.List;

/** A configuration that cannot be used; holds every problem found, not just the first. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** One message each: the key, what is wrong with it, and the remedy. */
  public List<String> problems() {
    return problems;
  }
}
