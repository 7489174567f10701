package dev.privateregistry.local.node;

/**
 * A container cannot start as things are, and may once they change.
 *
 * <p>The reason is the one kubelet shows in {@code state.waiting.reason}; the message names the
 * field and what is missing.
 */
final class CannotStart extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  CannotStart(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  static CannotStart config(String message) {
    return new CannotStart("CreateContainerConfigError", message);
  }

  static CannotStart mount(String message) {
    return new CannotStart("FailedMount", message);
  }

  String reason() {
    return reason;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
