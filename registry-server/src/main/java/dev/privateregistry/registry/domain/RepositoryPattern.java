package dev.privateregistry.registry.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A set of repository names: {@code *} stands for any characters within one component, {@code **}
 * for any number of whole components. At the end {@code **} stands for at least one, so that {@code
 * team/**} is everything below {@code team}, but not {@code team} itself.
 */
public final class RepositoryPattern {
  private static final Pattern FORM = Pattern.compile("[a-z0-9._*-]+(/[a-z0-9._*-]+)*");
  private static final String MANY = "**";

  private final String text;
  private final List<String> components;

  /** What a name begins with that belongs to the set, when nothing else matters; else null. */
  private final @Nullable String prefix;

  private RepositoryPattern(String text, List<String> components) {
    this.text = text;
    this.components = List.copyOf(components);
    String start = text.endsWith(MANY) ? text.substring(0, text.length() - MANY.length()) : "*";
    this.prefix = start.indexOf('*') < 0 ? start : null;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException with what is wrong and the remedy
   */
  public static RepositoryPattern parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' matches no repository; write lower-case names with * and **, for example"
              + " team/**");
    }
    List<String> components = new ArrayList<>(List.of(text.split("/")));
    for (String component : components) {
      if (component.contains(MANY) && !component.equals(MANY)) {
        throw new IllegalArgumentException(
            "'" + text + "': ** stands alone between slashes; write * inside a name");
      }
    }
    if (components.getLast().equals(MANY)) {
      components.add(components.size() - 1, "*");
    }
    return new RepositoryPattern(text, components);
  }

  /** Whether a repository name belongs to the set. */
  public boolean matches(String name) {
    if (prefix != null) {
      return name.length() > prefix.length() && name.startsWith(prefix);
    }
    return matchesEach(name);
  }

  private boolean matchesEach(String name) {
    String[] parts = name.split("/", -1);
    int part = 0;
    int component = 0;
    int retryPart = 0;
    int retryComponent = -1;
    while (part < parts.length) {
      if (component < components.size() && components.get(component).equals(MANY)) {
        retryComponent = component++;
        retryPart = part;
      } else if (component < components.size()
          && matchesComponent(components.get(component), parts[part])) {
        component++;
        part++;
      } else if (retryComponent >= 0) {
        component = retryComponent + 1;
        part = ++retryPart;
      } else {
        return false;
      }
    }
    while (component < components.size() && components.get(component).equals(MANY)) {
      component++;
    }
    return component == components.size();
  }

  /** One star at a time is given back: the work is bounded by the product of the lengths. */
  private static boolean matchesComponent(String pattern, String text) {
    int at = 0;
    int p = 0;
    int retryAt = 0;
    int star = -1;
    while (at < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retryAt = at;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(at)) {
        p++;
        at++;
      } else if (star >= 0) {
        p = star + 1;
        at = ++retryAt;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositoryPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
