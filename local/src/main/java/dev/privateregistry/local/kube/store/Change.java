package dev.privateregistry.local.kube.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param object the object after the change; its last state when it was deleted
 * @param previous the object before the change, null when it is new
 */
public record Change(
    long revision, Type type, ObjectKey key, ObjectNode object, @Nullable ObjectNode previous) {
  /** The types of watch events. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
