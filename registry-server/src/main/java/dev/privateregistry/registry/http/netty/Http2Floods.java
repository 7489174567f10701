package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Counts what costs a client little and the server more, and says when it is too much: requests
 * broken off (CVE-2023-44487, CVE-2025-8671) and frames that ask for nothing. Counts start again
 * with every {@link Http2Limits#WINDOW}. On the event loop of its connection.
 */
final class Http2Floods {
  /** A client may open its windows once for so many bytes that it received. */
  private static final int BYTES_PER_WINDOW_UPDATE = 1024;

  private final Http2Limits limits;
  private long windowStart = System.nanoTime();
  private int resets;
  private int controlFrames;
  private long bytesSent;

  Http2Floods(Http2Limits limits) {
    this.limits = limits;
  }

  /** Bytes of a body are on their way to the client. */
  void sent(long bytes) {
    bytesSent += bytes;
  }

  /**
   * A request was broken off before its answer was complete.
   *
   * @return whether that is still few enough
   */
  boolean isResetBearable() {
    startWindowWhenDue();
    return ++resets <= limits.resets();
  }

  private void windowUpdate() throws Http2Exception {
    if (bytesSent >= BYTES_PER_WINDOW_UPDATE) {
      bytesSent -= BYTES_PER_WINDOW_UPDATE;
    } else {
      controlFrame();
    }
  }

  private void controlFrame() throws Http2Exception {
    startWindowWhenDue();
    if (++controlFrames > limits.controlFrames()) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM,
          "more than %d control frames in %d s",
          limits.controlFrames(),
          Http2Limits.WINDOW.toSeconds());
    }
  }

  private void startWindowWhenDue() {
    long now = System.nanoTime();
    if (now - windowStart > Http2Limits.WINDOW.toNanos()) {
      windowStart = now;
      resets = 0;
      controlFrames = 0;
    }
  }

  /** Hears every frame before the given listener does. */
  Http2FrameListener before(Http2FrameListener next) {
    return new Counting(next);
  }

  private final class Counting extends Http2FrameListenerDecorator {
    Counting(Http2FrameListener next) {
      super(next);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
        throws Http2Exception {
      controlFrame();
      super.onSettingsRead(ctx, settings);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      controlFrame();
      super.onPingRead(ctx, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      controlFrame();
      super.onPingAckRead(ctx, data);
    }

    @Override
    public void onPriorityRead(
        ChannelHandlerContext ctx, int stream, int dependency, short weight, boolean exclusive)
        throws Http2Exception {
      controlFrame();
      super.onPriorityRead(ctx, stream, dependency, weight, exclusive);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment)
        throws Http2Exception {
      windowUpdate();
      super.onWindowUpdateRead(ctx, stream, increment);
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload)
        throws Http2Exception {
      controlFrame();
      super.onUnknownFrame(ctx, type, stream, flags, payload);
    }
  }
}
