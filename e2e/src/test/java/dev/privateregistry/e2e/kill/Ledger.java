package dev.privateregistry.e2e.kill;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the clients were told, by what they can ask for: the outcomes that are possible. One of them
 * after an answer; several while a request, or one that was cut off, may or may not have done it.
 */
final class Ledger {
  static final String ABSENT = "absent";
  static final String PRESENT = "present";

  private final Map<Thing, Set<String>> possible = new HashMap<>();
  private final Set<Thing> touched = new HashSet<>();
  private final AtomicLong answers = new AtomicLong();

  /** Something that a client can ask for; its outcome is present or absent. */
  sealed interface Thing {
    record Blob(String repository, String digest) implements Thing {}

    record Manifest(String repository, String digest) implements Thing {}

    /** Its outcome is the digest that it names, or absent. */
    record Tag(String repository, String tag) implements Thing {}
  }

  /** A request is about to be sent. */
  synchronized void begin(Thing thing, String outcome) {
    possible.computeIfAbsent(thing, t -> new HashSet<>(Set.of(ABSENT))).add(outcome);
    touched.add(thing);
  }

  /** The answer has come. */
  synchronized void answered(Thing thing, String outcome) {
    possible.put(thing, new HashSet<>(Set.of(outcome)));
    answers.incrementAndGet();
  }

  /** A request that was cut off has turned out to have had this outcome. */
  synchronized void found(Thing thing, String outcome) {
    possible.put(thing, new HashSet<>(Set.of(outcome)));
  }

  /** What has come up since the last call. */
  synchronized Map<Thing, Set<String>> latest() {
    Map<Thing, Set<String>> latest = new HashMap<>(possible);
    latest.keySet().retainAll(touched);
    touched.clear();
    return latest;
  }

  synchronized Map<Thing, Set<String>> all() {
    return new HashMap<>(possible);
  }

  /** Garbage collection may take every blob that no manifest needs. */
  synchronized void forgetBlobs() {
    possible.keySet().removeIf(Thing.Blob.class::isInstance);
    touched.removeIf(Thing.Blob.class::isInstance);
  }

  /** How many requests were answered with success. */
  long answers() {
    return answers.get();
  }
}
