package dev.privateregistry.registry.auth.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.Access.Action;
import dev.privateregistry.registry.auth.Principal;
import dev.privateregistry.registry.domain.RepositoryPattern;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {
  private static final Rule.Subjects ALICE = new Rule.Subjects(Set.of("alice"), false, false);
  private static final Rule.Subjects USERS = new Rule.Subjects(Set.of(), true, false);
  private static final Rule.Subjects ANYBODY = new Rule.Subjects(Set.of(), false, true);

  private final AccessRules rules =
      new AccessRules(
          List.of(
              rule(ALICE, "team/**", "PULL", "PUSH"),
              rule(ALICE, "team/scratch", "DELETE"),
              rule(USERS, "shared/*", "PULL"),
              rule(ANYBODY, "public/**", "PULL")));

  @ParameterizedTest
  @CsvSource({
    "alice, team/app,     PULL,          true",
    "alice, team/app,     PULL PUSH,     true",
    "alice, team/app,     DELETE,        false",
    "alice, team/scratch, PUSH DELETE,   true",
    "alice, team,         PULL,          false",
    "alice, other/app,    PULL,          false",
    "alice, shared/base,  PULL,          true",
    "alice, shared/base,  PULL PUSH,     false",
    "alice, public/app,   PULL,          true",
    "bob,   team/app,     PULL,          false",
    "bob,   shared/base,  PULL,          true",
    "bob,   public/a/b,   PULL,          true",
    "-,     public/app,   PULL,          true",
    "-,     public/app,   PULL PUSH,     false",
    "-,     shared/base,  PULL,          false",
    "-,     team/app,     PULL,          false",
  })
  void shouldAllowWhatTheRulesAddUpTo(String who, String name, String actions, boolean allowed) {
    Access access =
        new Access.Repository(
            name,
            Arrays.stream(actions.split(" ")).map(Action::valueOf).collect(Collectors.toSet()));

    assertEquals(allowed, rules.allows(principal(who), access));
  }

  @ParameterizedTest
  @CsvSource({"alice, team/app, true", "alice, shared/base, false", "-, public/app, false"})
  void shouldLetWhoMayPushGiveUpAnUpload(String who, String name, boolean allowed) {
    assertEquals(allowed, rules.allows(principal(who), new Access.UploadCancel(name)));
  }

  @Test
  void shouldDenyEverythingWhenThereIsNoRule() {
    AccessRules none = new AccessRules(List.of());

    assertFalse(none.allows(principal("alice"), Access.Repository.of("a", Action.PULL)));
    assertFalse(none.allows(principal("alice"), new Access.Catalog()));
    assertFalse(none.allows(Principal.ANONYMOUS, Access.Repository.of("a", Action.PULL)));
    assertFalse(none.opensToStrangers());
  }

  @Test
  void shouldAllowTheCatalogToThoseWhoMayList() {
    AccessRules lists = new AccessRules(List.of(new Rule(ALICE, List.of(), Set.of(), true)));

    assertTrue(lists.allows(principal("alice"), new Access.Catalog()));
    assertFalse(lists.allows(principal("bob"), new Access.Catalog()));
    assertFalse(lists.allows(principal("alice"), Access.Repository.of("a", Action.PULL)));
  }

  @Test
  void shouldTreatAUserNamedLikeNobodyAsAUser() {
    assertTrue(
        rules.allows(new Principal.User("-"), Access.Repository.of("shared/x", Action.PULL)));
  }

  @Test
  void shouldBeOpenToStrangersOnlyByARuleForThem() {
    assertTrue(rules.opensToStrangers());
    assertFalse(new AccessRules(List.of(rule(USERS, "**", "PULL"))).opensToStrangers());
  }

  private static Principal principal(String who) {
    return who.equals("-") ? Principal.ANONYMOUS : new Principal.User(who);
  }

  private static Rule rule(Rule.Subjects subjects, String repositories, String... actions) {
    Set<Action> set = EnumSet.noneOf(Action.class);
    for (String action : actions) {
      set.add(Action.valueOf(action));
    }
    return new Rule(subjects, List.of(RepositoryPattern.parse(repositories)), set, false);
  }
}
