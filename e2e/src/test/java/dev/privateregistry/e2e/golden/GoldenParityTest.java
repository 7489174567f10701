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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends the same requests to all three programs, to this server in both of its forms, and holds
 * {@code docs/differences.md} to the answers. Written anew by {@code ./mvnw -Pclients -pl e2e -am
 * verify -Dtest=GoldenParityTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write}.
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldenParityTest {
  private static final Path PAGE = Path.of("..", "docs", "differences.md");

  private final Map<String, Map<Comparison, Observed>> ours = new LinkedHashMap<>();
  private final List<Difference> differences = new ArrayList<>();

  @BeforeAll
  void askEach(@TempDir Path folder) throws Exception {
    for (Comparison comparison : Comparison.values()) {
      for (Map.Entry<Setting, List<Script>> entry : scripts().entrySet()) {
        Path here = folder.resolve(comparison + "-" + entry.getKey());
        Map<String, Observed> mine =
            walk(Program.OURS, comparison.key(), entry.getKey(), entry.getValue(), here);
        Map<String, Observed> theirs =
            walk(comparison.other(), "", entry.getKey(), entry.getValue(), here);
        mine.forEach((request, answer) -> compare(comparison, request, answer, theirs));
      }
    }
  }

  /** The answers of a program by script and title. */
  private static Map<String, Observed> walk(
      Program program, String more, Setting setting, List<Script> scripts, Path folder)
      throws Exception {
    Path data = Files.createDirectories(folder.resolve(program.name()));
    Map<String, Observed> answers = new LinkedHashMap<>();
    try (RunningRegistry registry = RunningRegistry.start(program, setting, folder, data, more)) {
      for (Script script : scripts) {
        Walk.of(script, registry)
            .forEach((title, answer) -> answers.put(script.name() + ": " + title, answer));
      }
    }
    return answers;
  }

  private void compare(
      Comparison comparison, String request, Observed answer, Map<String, Observed> theirs) {
    ours.computeIfAbsent(request, key -> new EnumMap<>(Comparison.class)).put(comparison, answer);
    differences.addAll(
        Difference.between(comparison, request, answer, theirs.getOrDefault(request, answer)));
  }

  /** Made anew for each comparison, as the tokens in them speak of the time. */
  private static Map<Setting, List<Script>> scripts() {
    return Scripts.all().stream()
        .collect(
            Collectors.groupingBy(
                Script::setting, () -> new EnumMap<>(Setting.class), Collectors.toList()));
  }

  @Test
  void shouldCompareSomeHundredsOfRequests() {
    long compared =
        Scripts.all().stream()
            .flatMap(script -> script.steps().stream())
            .filter(Script.Step::compared)
            .count();
    assertEquals(compared, ours.size());
    assertTrue(compared >= 300, compared + " requests");
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
    String page = DifferencePage.of(ours.size(), explained(), switched());
    if (System.getProperty("docs.write") != null) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page,
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/differences.md is out of date; the class comment of GoldenParityTest has the command"
            + " that writes it anew");
  }

  /** What the key {@code compatibility} changes: with it as ours, without it as theirs. */
  private List<Difference> switched() {
    return ours.entrySet().stream()
        .flatMap(
            entry -> {
              Observed three = entry.getValue().get(Comparison.REGISTRY_3);
              Observed two = entry.getValue().get(Comparison.REGISTRY_2);
              return two == null || three == null
                  ? Stream.of()
                  : Difference.between(Comparison.REGISTRY_2, entry.getKey(), two, three).stream();
            })
        .toList();
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
