package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.decide.model.Cluster.Pod;
import dev.privateregistry.operator.decide.model.Cluster.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The invariants of rotation, checked in every state and at every write. */
final class Invariants {

  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "Generated", Set.of("Accepted"),
          "Accepted", Set.of("Published"),
          "Published", Set.of("Overlapping", "Retired"),
          "Overlapping", Set.of("Retired", "Generated"),
          "Retired", Set.of("Generated"));

  private final StoredUsers users;
  private final Map<Stored, Set<String>> accepted = new HashMap<>();

  Invariants(StoredUsers users) {
    this.users = users;
  }

  /** Checks what must hold in every state. */
  void check(Cluster cluster) {
    for (Pod pod : cluster.pods()) {
      if (pod.ready()) {
        everyKnownPasswordIsAccepted(cluster, pod);
      }
    }
  }

  private void everyKnownPasswordIsAccepted(Cluster cluster, Pod pod) {
    for (Window window : cluster.known()) {
      if (!accepts(pod, window.user(), window.password())) {
        throw new Violation(
            "1: password "
                + window.password()
                + " of "
                + window.user()
                + " is published, and a"
                + " ready pod refuses it");
      }
    }
  }

  /** Checks what must hold when nothing is left to be done until time passes. */
  void checkSettled(Cluster cluster) {
    Map<String, StoredUsers.User> stored = users.of(cluster.objects().get(Model.CREDENTIALS));
    for (Pod pod : cluster.pods()) {
      Set<String> expected = new HashSet<>();
      stored.forEach(
          (name, user) -> {
            expected.add(name + "/" + user.password());
            user.retiring()
                .forEach(
                    (password, until) -> {
                      if (until <= cluster.now() || until == Window.OPEN) {
                        throw new Violation(
                            "3: password "
                                + password
                                + " of "
                                + name
                                + " should have ended at "
                                + until
                                + ", it is "
                                + cluster.now());
                      }
                      expected.add(name + "/" + password);
                    });
            if (user.phase().equals("Generated") || user.phase().equals("Accepted")) {
              throw new Violation("4: the rotation of " + name + " rests at " + user.phase());
            }
          });
      if (!acceptedBy(pod.htpasswd()).equals(expected)) {
        throw new Violation("3: a pod accepts " + acceptedBy(pod.htpasswd()) + ", not " + expected);
      }
    }
  }

  /** Checks a change of the operator's Secret: no phase is skipped, no password is lost. */
  void checkStep(@Nullable Stored before, Stored after) {
    Map<String, StoredUsers.User> old = users.of(before);
    users
        .of(after)
        .forEach(
            (name, user) -> {
              StoredUsers.User was = old.get(name);
              if (was != null) {
                checkStep(name, was, user);
              }
            });
  }

  private static void checkStep(String name, StoredUsers.User was, StoredUsers.User is) {
    boolean samePhase = was.phase().equals(is.phase());
    if (!samePhase && !NEXT.getOrDefault(was.phase(), Set.of()).contains(is.phase())) {
      throw new Violation("4: " + name + " went from " + was.phase() + " to " + is.phase());
    }
    boolean begins = !samePhase && is.phase().equals("Generated");
    if (!begins && !was.password().equals(is.password())) {
      throw new Violation(
          "4: a password of "
              + name
              + " was generated twice: "
              + was.password()
              + ", "
              + is.password());
    }
  }

  boolean accepts(Pod pod, String user, String password) {
    return acceptedBy(pod.htpasswd()).contains(user + "/" + password);
  }

  private Set<String> acceptedBy(@Nullable Stored htpasswd) {
    if (htpasswd == null) {
      return Set.of();
    }
    return accepted.computeIfAbsent(
        htpasswd,
        file ->
            file.text("htpasswd")
                .lines()
                .map(line -> line.split(":", 2))
                .map(parts -> parts[0] + "/" + NumberedKeys.passwordOf(parts[1]))
                .collect(Collectors.toSet()));
  }
}
