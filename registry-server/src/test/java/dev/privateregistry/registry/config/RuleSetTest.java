package dev.privateregistry.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.privateregistry.registry.domain.RepositoryPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {
  private static final String FILE =
      """
      groups:
        developers: [alice, bob]
      rules:
      - groups: [developers]
        users: [carol]
        repositories: ["team/**", tools]
        actions: [pull, push, delete]
      - authenticated: true
        actions: [catalog]
      - anonymous: true
        repositories: ["public/**"]
        actions: [pull]
      """;

  private static final RuleSet RULES =
      new RuleSet(
          List.of(
              new RuleSet.Rule(
                  Set.of("alice", "bob", "carol"),
                  false,
                  false,
                  List.of(RepositoryPattern.parse("team/**"), RepositoryPattern.parse("tools")),
                  Set.of(RuleSet.Action.PULL, RuleSet.Action.PUSH, RuleSet.Action.DELETE)),
              new RuleSet.Rule(Set.of(), true, false, List.of(), Set.of(RuleSet.Action.CATALOG)),
              new RuleSet.Rule(
                  Set.of(),
                  false,
                  true,
                  List.of(RepositoryPattern.parse("public/**")),
                  Set.of(RuleSet.Action.PULL))));

  @Test
  void shouldReadAFile() {
    assertEquals(RULES, parse(FILE));
  }

  @Test
  void shouldReadTheSameFromConfigYml() {
    String config = "version: 0.1\nstorage: inmemory\naccess:\n" + FILE.indent(2);

    assertEquals(
        new AccessConfig.Inline(RULES),
        ConfigReader.read(config, Map.of()).configuration().access().rules());
  }

  @Test
  void shouldAddARuleByTheEnvironment() {
    String config = "version: 0.1\nstorage: inmemory\naccess: {rules: []}\n";
    Map<String, String> environment =
        Map.of("REGISTRY_ACCESS_RULES_0", "{authenticated: true, actions: [catalog]}");

    assertEquals(
        new AccessConfig.Inline(new RuleSet(List.of(RULES.rules().get(1)))),
        ConfigReader.read(config, environment).configuration().access().rules());
  }

  @Test
  void shouldDenyEverythingWithAnEmptyList() {
    assertEquals(new RuleSet(List.of()), parse("rules: []"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | the file is nothing; write a list of rules below rules:
          groups: {}                | rules is not a list; write one, or [] to deny everything
          rules: {}                 | rules (line 1) is not a list; write one, or [] to deny everything
          rules: [x]                | a rule (line 1) is a value; write users, repositories and actions
          rules: [], rule: []       | rule (line 1) is not a key of a section; did you mean rules?
          rules: [{user: [a], users: [a], repositories: [a], actions: [pull]}] | user (line 1) is not a key of a rule; did you mean users?
          rules: [{repositories: [a], actions: [pull]}] | a rule (line 1) is for nobody; add users, groups, authenticated or anonymous
          rules: [{users: [a], repositories: [a]}] | a rule (line 1) allows nothing; add actions: [pull, push, delete, catalog]
          rules: [{users: [a], actions: [pull]}] | a rule (line 1) is for no repository; add repositories, for example ["team/**"]
          rules: [{users: [a], repositories: [a], actions: [read]}] | actions (line 1) 'read' is not one of: pull, push, delete, catalog
          rules: [{users: [a], repositories: [A], actions: [pull]}] | repositories (line 1) 'A' matches no repository; write lower-case names with * and **, for example team/**
          rules: [{users: a, repositories: [a], actions: [pull]}] | users (line 1) is a value; write a list, for example [a, b]
          rules: [{users: [''], repositories: [a], actions: [pull]}] | users (line 1) has an empty entry; remove it
          rules: [{anonymous: x, users: [a], repositories: [a], actions: [pull]}] | anonymous (line 1) 'x' is neither true nor false
          rules: [{groups: [devs], repositories: [a], actions: [pull]}], groups: {dev: [a]} | groups (line 1) 'devs' is not a group; did you mean dev?
          """)
  void shouldNameWhatIsWrong(String text, String problem) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> parse(text.isEmpty() ? "" : "{" + text + "}"));

    assertEquals(problem, e.getMessage());
  }

  private static RuleSet parse(String text) {
    return RuleSet.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
