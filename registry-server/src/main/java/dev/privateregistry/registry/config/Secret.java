package dev.privateregistry.registry.config;

/** A text that must not reach a log, a message or a status. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
