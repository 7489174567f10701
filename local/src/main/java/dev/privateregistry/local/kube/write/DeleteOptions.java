package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.local.kube.json.Json;

/**
 * How an object is to be deleted.
 *
 * @param graceSeconds time for a Pod to stop; below zero for the Pod's own
 * @param uid the object must be this one; empty for any
 * @param resourceVersion the object must be at this revision; empty for any
 */
public record DeleteOptions(
    boolean dryRun,
    Propagation propagation,
    long graceSeconds,
    String uid,
    String resourceVersion) {
  /** What becomes of the objects that the object owns. */
  public enum Propagation {
    BACKGROUND,
    FOREGROUND,
    ORPHAN
  }

  /** Without conditions, dependents in the background. */
  public static final DeleteOptions PLAIN =
      new DeleteOptions(false, Propagation.BACKGROUND, -1, "", "");

  /** Reads the body of a request to delete. */
  public static DeleteOptions read(JsonNode body, boolean dryRun) {
    boolean orphan = body.path("orphanDependents").asBoolean();
    Propagation propagation =
        switch (Json.text(body, "propagationPolicy")) {
          case "Foreground" -> Propagation.FOREGROUND;
          case "Orphan" -> Propagation.ORPHAN;
          default -> orphan ? Propagation.ORPHAN : Propagation.BACKGROUND;
        };
    return new DeleteOptions(
        dryRun || !body.path("dryRun").isEmpty(),
        propagation,
        body.path("gracePeriodSeconds").asLong(-1),
        Json.text(body, "preconditions", "uid"),
        Json.text(body, "preconditions", "resourceVersion"));
  }
}
