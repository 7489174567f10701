package dev.privateregistry.local.app;

/**
 * The system cannot do what was asked. The message names the file, flag or field and the remedy.
 */
final class UpException extends Exception {
  private static final long serialVersionUID = 1L;

  UpException(String message) {
    super(message);
  }

  UpException(String message, Throwable cause) {
    super(message, cause);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
