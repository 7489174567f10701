package dev.privateregistry.registry.http.netty;

import java.io.IOException;

/** Why a request body ended before its end. */
final class BodyFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status what the client is to be told, 400 or 408; 499 when nobody is left to be told
   */
  BodyFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  static BodyFailure clientGone() {
    return new BodyFailure(499, "the client went away before the end of the request body");
  }

  int status() {
    return status;
  }
}
