package dev.privateregistry.registry.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryPatternTest {
  @ParameterizedTest
  @CsvSource({
    "**,            app,             true",
    "**,            a/b/c,           true",
    "*,             app,             true",
    "*,             team/app,        false",
    "team/app,      team/app,        true",
    "team/app,      team/app2,       false",
    "team/app,      team/app/x,      false",
    "team/**,       team/app,        true",
    "team/**,       team/a/b/c,      true",
    "team/**,       team,            false",
    "team/**,       team2/app,       false",
    "team/**,       other/team/app,  false",
    "team/*,        team/app,        true",
    "team/*,        team/a/b,        false",
    "team-*/app,    team-a/app,      true",
    "team-*/app,    team-/app,       true",
    "team-*/app,    team/app,        false",
    "*-cache,       ci-cache,        true",
    "*-cache,       ci-cache-2,      false",
    "a*b*c,         aXbYbZc,         true",
    "a*b*c,         ac,              false",
    "**/app,        app,             true",
    "**/app,        a/b/app,         true",
    "**/app,        a/b/app2,        false",
    "a/**/z,        a/z,             true",
    "a/**/z,        a/b/c/z,         true",
    "a/**/z,        a/b/c,           false",
    "a/**/m/**/z,   a/m/x/m/q/z,     true",
    "a/**/m/**/z,   a/x/q/z,         false",
  })
  void shouldMatchWholeNames(String pattern, String name, boolean matches) {
    assertEquals(matches, RepositoryPattern.parse(pattern).matches(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "Team/**", "a b", "team/**x", "***", "a?"})
  void shouldRefuseWhatMatchesNothing(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> RepositoryPattern.parse(pattern));
  }

  @Test
  void shouldStayFastWhenManyStarsAlmostMatch() {
    RepositoryPattern stars = RepositoryPattern.parse("*a".repeat(100) + "b");
    RepositoryPattern folders = RepositoryPattern.parse("**/a/".repeat(30) + "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertFalse(stars.matches("a".repeat(255)));
          assertFalse(folders.matches("a/".repeat(126) + "a"));
        });
  }
}
