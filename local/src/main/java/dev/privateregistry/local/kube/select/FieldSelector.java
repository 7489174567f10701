package dev.privateregistry.local.kube.select;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requirements on fields: {@code metadata.name=a,type!=Opaque}. Any scalar field may be named. */
public final class FieldSelector implements Predicate<ObjectNode> {
  private static final Pattern REQUIREMENT = Pattern.compile("\\s*([^=!]+?)\\s*(==|=|!=)(.*)");

  private record Requirement(String field, boolean equal, String value) {}

  private final List<Requirement> requirements;

  private FieldSelector(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  /**
   * Reads a selector; the empty one selects everything.
   *
   * @throws IllegalArgumentException for what is no selector
   */
  public static FieldSelector parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    for (String part : text.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      Matcher matcher = REQUIREMENT.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "invalid selector: '" + text + "'; can't understand '" + part + "'");
      }
      requirements.add(
          new Requirement(
              matcher.group(1), !matcher.group(2).equals("!="), matcher.group(3).strip()));
    }
    return new FieldSelector(List.copyOf(requirements));
  }

  @Override
  public boolean test(ObjectNode object) {
    return requirements.stream()
        .allMatch(r -> r.equal() == r.value().equals(value(object, r.field())));
  }

  private static String value(ObjectNode object, String field) {
    JsonNode value = Json.at(object, field.split("\\."));
    if (value.isMissingNode() && field.equals("source")) {
      return Json.text(object, "reportingComponent");
    }
    return value.isObject() && field.equals("source")
        ? value.path("component").asText("")
        : value.asText("");
  }
}
