package dev.privateregistry.registry.observe;

/** How a line of the access log looks. Used by one thread. */
@FunctionalInterface
interface AccessForm {
  /** Appends a line without its end. */
  void append(StringBuilder text, AccessLine line);
}
