package dev.privateregistry.registry.http.netty;

/** A request that breaks HTTP or a limit: answered with this status, then the connection ends. */
final class RefusedRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedRequest(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static RefusedRequest malformed(String message) {
    return new RefusedRequest(400, message);
  }

  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
