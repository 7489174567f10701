package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.LimitsConfig;
import dev.privateregistry.registry.http.netty.Http2Limits;
import dev.privateregistry.registry.http.netty.RequestLimits;
import dev.privateregistry.registry.http.netty.ServerLimits;
import dev.privateregistry.registry.http.netty.Timeouts;

/** What {@code http.limits} and {@code http.timeouts} mean to the HTTP server. */
final class ClientLimits {
  private ClientLimits() {}

  static ServerLimits of(LimitsConfig limits) {
    LimitsConfig.Head head = limits.head();
    LimitsConfig.Http2 http2 = limits.http2();
    LimitsConfig.Timeouts waits = limits.timeouts();
    return new ServerLimits(
        new RequestLimits(head.bytes(), head.targetBytes(), head.headers()),
        new Timeouts(waits.handshake(), waits.head(), waits.body(), waits.answer(), waits.idle()),
        new Http2Limits(http2.streams(), http2.resets(), http2.controlFrames()),
        limits.clients().connections(),
        limits.clients().bodyRate());
  }
}
