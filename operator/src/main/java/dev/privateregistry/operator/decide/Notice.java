package dev.privateregistry.operator.decide;

/**
 * An Event to emit on the resource.
 *
 * @param reason one CamelCase word for programs
 * @param message one sentence for people, without secrets
 */
public record Notice(Kind kind, String reason, String message) {

  /** As Kubernetes names them: {@code Normal} and {@code Warning}. */
  public enum Kind {
    Normal,
    Warning
  }

  static Notice normal(String reason, String message) {
    return new Notice(Kind.Normal, reason, message);
  }

  static Notice warning(String reason, String message) {
    return new Notice(Kind.Warning, reason, message);
  }
}
