package dev.privateregistry.operator.app;

/** The operator cannot start; the message says why and what to do. */
public final class OperatorStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OperatorStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
