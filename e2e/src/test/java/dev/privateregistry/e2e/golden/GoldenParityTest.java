package dev.privateregistry.e2e.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends the same requests to all three programs and holds {@code docs/differences.md} to the
 * answers. Written anew by {@code ./mvnw -Pclients -pl e2e -am verify -Dtest=GoldenParityTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write}.
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldenParityTest {
  private static final Path PAGE = Path.of("..", "docs", "differences.md");

  private final List<String> requests = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();

  @BeforeAll
  void askAllThree(@TempDir Path folder) throws Exception {
    Map<Setting, List<Script>> scripts =
        Scripts.all().stream()
            .collect(
                Collectors.groupingBy(
                    Script::setting, () -> new EnumMap<>(Setting.class), Collectors.toList()));
    for (Map.Entry<Setting, List<Script>> entry : scripts.entrySet()) {
      Map<Program, List<Map<String, Observed>>> answers = new EnumMap<>(Program.class);
      for (Program program : Program.values()) {
        answers.put(program, walk(program, entry.getKey(), entry.getValue(), folder));
      }
      for (int i = 0; i < entry.getValue().size(); i++) {
        compare(entry.getValue().get(i), i, answers);
      }
    }
  }

  private static List<Map<String, Observed>> walk(
      Program program, Setting setting, List<Script> scripts, Path folder) throws Exception {
    Path data = Files.createDirectory(folder.resolve(setting + "-" + program));
    List<Map<String, Observed>> answers = new ArrayList<>();
    try (RunningRegistry registry = RunningRegistry.start(program, setting, folder, data)) {
      for (Script script : scripts) {
        answers.add(Walk.of(script, registry));
      }
    }
    return answers;
  }

  private void compare(
      Script script, int index, Map<Program, List<Map<String, Observed>>> answers) {
    for (Script.Step step : script.steps()) {
      if (step.compared()) {
        String request = script.name() + ": " + step.title();
        Map<Program, Observed> three = new EnumMap<>(Program.class);
        answers.forEach((program, all) -> three.put(program, all.get(index).get(step.title())));
        requests.add(request);
        differences.addAll(Difference.between(request, three));
      }
    }
  }

  @Test
  void shouldCompareSomeHundredsOfRequests() {
    assertTrue(requests.size() >= 300, requests.size() + " requests");
    assertEquals(requests.size(), requests.stream().distinct().count());
  }

  @Test
  void shouldHaveAReasonForEveryDifference() {
    String unexplained =
        differences.stream()
            .filter(one -> Reasons.ALL.stream().noneMatch(reason -> reason.explains().test(one)))
            .map(Difference::toString)
            .collect(Collectors.joining("\n"));
    assertEquals("", unexplained);
  }

  @Test
  void shouldHaveNoReasonThatExplainsNothing() {
    String idle =
        explained().entrySet().stream()
            .filter(entry -> entry.getValue().isEmpty())
            .map(entry -> entry.getKey().text())
            .collect(Collectors.joining("\n"));
    assertEquals("", idle);
  }

  @Test
  void shouldListTheDifferencesInThePage() throws IOException {
    String page = DifferencePage.of(requests.size(), explained());
    if (System.getProperty("docs.write") != null) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page,
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/differences.md is out of date; the class comment of GoldenParityTest has the command"
            + " that writes it anew");
  }

  /** The differences by the first reason that explains them. */
  private Map<Reason, List<Difference>> explained() {
    Map<Reason, List<Difference>> explained = new LinkedHashMap<>();
    List<Difference> rest = new ArrayList<>(differences);
    for (Reason reason : Reasons.ALL) {
      explained.put(reason, rest.stream().filter(reason.explains()).toList());
      rest.removeIf(reason.explains());
    }
    return explained;
  }
}
