package dev.privateregistry.registry.http;

import java.net.InetSocketAddress;

/** Told of every exchange: for metrics and the access log. Called on event loops: never blocks. */
public interface ExchangeObserver {
  /** A request's header fields have arrived. */
  default void started(Request request) {}

  /**
   * The exchange is over.
   *
   * @param status the status sent; 499 when the client went away before the answer
   * @param bytes body bytes sent
   * @param nanos time since {@link #started}
   */
  void completed(Request request, int status, long bytes, long nanos);

  /** A request broke HTTP or a limit before it could become an exchange. */
  default void refused(InetSocketAddress remote, int status) {}
}
