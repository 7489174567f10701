package dev.privateregistry.registry.http.netty;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Tells the observer of requests on one connection that were refused before they could become
 * exchanges. HTTP/2 has no status for most of them: they count as what HTTP/1.1 would answer.
 */
final class Http2Refusals {
  private static final int MALFORMED = 400;
  private static final int TOO_MANY = 429;
  private static final int HEAD_TOO_LARGE = 431;

  private final Serving serving;
  private final Channel channel;

  Http2Refusals(Serving serving, Channel channel) {
    this.serving = serving;
    this.channel = channel;
  }

  void refused(int status) {
    serving.observer().refused(Exchange.peerOf(channel), status);
  }

  void broke(Http2Exception problem) {
    if (problem instanceof Http2Exception.HeaderListSizeException) {
      refused(HEAD_TOO_LARGE);
    } else {
      refused(problem.error() == Http2Error.ENHANCE_YOUR_CALM ? TOO_MANY : MALFORMED);
    }
  }
}
