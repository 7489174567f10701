package dev.privateregistry.local.kube.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requirements on labels: {@code a=b,c!=d,e in (f,g),h,!i}. */
public final class LabelSelector implements Predicate<Map<String, String>> {
  private static final Pattern SETS =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^=!<>\\s]+)\\s*(==|=|!=|>|<)\\s*([^=!<>\\s]*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^=!<>\\s]+)\\s*");
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  private final List<Predicate<Map<String, String>>> requirements;

  private LabelSelector(List<Predicate<Map<String, String>>> requirements) {
    this.requirements = requirements;
  }

  /**
   * Reads a selector; the empty one selects everything.
   *
   * @throws IllegalArgumentException for what is no selector
   */
  public static LabelSelector parse(String text) {
    List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
    if (!text.isBlank()) {
      for (String part : COMMA.split(text)) {
        requirements.add(requirement(part, text));
      }
    }
    return new LabelSelector(List.copyOf(requirements));
  }

  @Override
  public boolean test(Map<String, String> labels) {
    return requirements.stream().allMatch(r -> r.test(labels));
  }

  private static Predicate<Map<String, String>> requirement(String part, String selector) {
    Matcher sets = SETS.matcher(part);
    if (sets.matches()) {
      String key = sets.group(1);
      Set<String> values = Set.copyOf(List.of(sets.group(3).replace(" ", "").split(",")));
      return sets.group(2).equals("in")
          ? labels -> labels.containsKey(key) && values.contains(labels.getOrDefault(key, ""))
          : labels -> !labels.containsKey(key) || !values.contains(labels.getOrDefault(key, ""));
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      return comparison(equality.group(1), equality.group(2), equality.group(3));
    }
    Matcher existence = EXISTENCE.matcher(part);
    if (existence.matches()) {
      boolean present = existence.group(1).isEmpty();
      String key = existence.group(2);
      return labels -> labels.containsKey(key) == present;
    }
    throw new IllegalArgumentException(
        "unable to parse requirement: found '%s' in selector '%s'".formatted(part, selector));
  }

  private static Predicate<Map<String, String>> comparison(
      String key, String operator, String value) {
    return switch (operator) {
      case "!=" -> labels -> !value.equals(labels.get(key));
      case ">" -> labels -> number(labels.get(key)) > number(value);
      case "<" -> labels -> number(labels.get(key)) < number(value);
      default -> labels -> value.equals(labels.get(key));
    };
  }

  private static double number(@Nullable String text) {
    return text != null && text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : Double.NaN;
  }
}
