package dev.privateregistry.registry.notification;

import dev.privateregistry.registry.http.Request;

/** Told what clients have done, after it is done and before they have their answer. */
public interface ContentListener {
  /** Does nothing. */
  ContentListener NONE = (request, event) -> {};

  /**
   * Something has happened. Never fails. A pull may be told on an event loop, so it must not block;
   * everything else comes on a virtual thread, and may take as long as a write to memory.
   */
  void happened(Request request, ContentEvent event);

  /** Whether it wants to know what a manifest refers to, which takes parsing it. */
  default boolean wantsReferences() {
    return false;
  }
}
