package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a registry's clients may count on: what was answered for each thing last, or what a request
 * without an answer yet may have made of it.
 */
final class Promises {
  private static final String ABSENT = "absent";
  private static final String PRESENT = "present";

  private final Map<Thing, Set<String>> possible = new LinkedHashMap<>();

  /** Something that a client can ask for. */
  sealed interface Thing {
    record Blob(String repository, Digest digest) implements Thing {}

    record Manifest(String repository, Digest digest) implements Thing {}

    record Tag(String repository, String tag) implements Thing {}

    record Referrer(String repository, Digest subject, Digest digest) implements Thing {}
  }

  /** What a request makes of things. */
  static final class Effects {
    private final Map<Thing, String> outcomes = new LinkedHashMap<>();

    Effects adds(Thing thing) {
      outcomes.put(thing, PRESENT);
      return this;
    }

    Effects removes(Thing thing) {
      outcomes.put(thing, ABSENT);
      return this;
    }

    Effects names(Thing.Tag tag, Digest digest) {
      outcomes.put(tag, digest.toString());
      return this;
    }
  }

  /** A request is under way: nobody can tell yet. */
  void begin(Effects effects) {
    effects.outcomes.forEach(
        (thing, outcome) ->
            possible.computeIfAbsent(thing, t -> new HashSet<>(Set.of(ABSENT))).add(outcome));
  }

  /** The client has its answer. */
  void keep(Effects effects) {
    effects.outcomes.forEach(
        (thing, outcome) -> possible.put(thing, new HashSet<>(Set.of(outcome))));
  }

  /** Fails unless the registry has everything as it was promised, byte for byte. */
  void check(TestRegistry registry) {
    possible.forEach(
        (thing, outcomes) -> {
          String found = find(registry, thing);
          assertTrue(
              outcomes.contains(found), () -> thing + " is " + found + ", not one of " + outcomes);
        });
  }

  private static String find(TestRegistry registry, Thing thing) {
    return switch (thing) {
      case Thing.Blob(String repository, Digest digest) ->
          content(registry, "/v2/" + repository + "/blobs/" + digest, digest);
      case Thing.Manifest(String repository, Digest digest) ->
          content(registry, "/v2/" + repository + "/manifests/" + digest, digest);
      case Thing.Tag(String repository, String tag) -> {
        Response answer = registry.send("GET", "/v2/" + repository + "/manifests/" + tag);
        yield answer.status() == 404 ? ABSENT : named(answer);
      }
      case Thing.Referrer(String repository, Digest subject, Digest digest) -> {
        Response answer =
            registry.expect(200, "GET", "/v2/" + repository + "/referrers/" + subject);
        yield TestRegistry.text(answer).contains(digest.toString()) ? PRESENT : ABSENT;
      }
    };
  }

  private static String named(Response answer) {
    assertEquals(200, answer.status());
    Digest digest = Digest.parse(String.valueOf(answer.headers().first("Docker-Content-Digest")));
    assertEquals(digest, Digest.of(digest.algorithm(), TestRegistry.content(answer)));
    return digest.toString();
  }

  private static String content(TestRegistry registry, String path, Digest digest) {
    Response answer = registry.send(FakeRequest.of("GET", path));
    if (answer.status() == 404) {
      return ABSENT;
    }
    assertEquals(digest.toString(), named(answer));
    return PRESENT;
  }
}
