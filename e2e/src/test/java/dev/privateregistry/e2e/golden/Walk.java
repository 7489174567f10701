package dev.privateregistry.e2e.golden;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends a script to one registry and keeps the answers in their normal form. */
final class Walk {
  private final RunningRegistry registry;
  private final Map<String, String> places = new HashMap<>();

  private Walk(RunningRegistry registry, Script script) {
    this.registry = registry;
    places.put("repo", script.repository());
    places.put("host", "registry.test");
  }

  /** The answers by title, for the requests that are compared. */
  static Map<String, Observed> of(Script script, RunningRegistry registry) {
    Walk walk = new Walk(registry, script);
    Map<String, Observed> answers = new LinkedHashMap<>();
    for (Script.Step step : script.steps()) {
      Answer answer = walk.take(step);
      if (step.compared()) {
        answers.put(step.title(), Observed.of(answer, step.request().method(), registry.program()));
      } else if (answer.status() / 100 != 2) {
        throw new AssertionError(
            "%s answered %d to \"%s\" of %s: %s"
                .formatted(
                    registry.program().title(),
                    answer.status(),
                    step.title(),
                    script.name(),
                    answer.text()));
      }
    }
    return answers;
  }

  private Answer take(Script.Step step) {
    Answer answer = registry.send(step.request().fill(this::fill));
    String location = answer.field("Location");
    if (location != null && location.contains("/blobs/uploads/")) {
      URI uri = URI.create(location);
      String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
      places.put("upload", target);
      places.put("query", uri.getRawQuery() == null ? "" : uri.getRawQuery());
      places.put("uuid", uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1));
      if (!step.remember().isEmpty()) {
        places.put(step.remember(), target);
      }
    }
    return answer;
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      filled = filled.replace("{" + place.getKey() + "}", place.getValue());
    }
    return filled;
  }
}
