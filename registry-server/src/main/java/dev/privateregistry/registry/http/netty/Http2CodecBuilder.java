package dev.privateregistry.registry.http.netty;

import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;

/** Builds the codec of a connection whose frames {@link Http2Floods} counts. */
final class Http2CodecBuilder extends Http2FrameCodecBuilder {
  /**
   * Clients written in Go send frames as large as allowed, and each frame costs. It is as much as a
   * connection holds of a frame that does not end.
   */
  private static final int LARGEST_FRAME = 64 * 1024;

  private final Http2Floods floods;

  Http2CodecBuilder(ServerLimits limits, Http2Floods floods, int streamWindow) {
    this.floods = floods;
    int window = (int) Http2Limits.WINDOW.toSeconds();
    server(true);
    validateRequiredPseudoHeaders(true);
    decoderEnforceMaxRstFramesPerWindow(limits.http2().resets(), window);
    encoderEnforceMaxRstFramesPerWindow(limits.http2().resets(), window);
    initialSettings(
        Http2Settings.defaultSettings()
            .maxFrameSize(LARGEST_FRAME)
            .maxConcurrentStreams(limits.http2().streams())
            .maxHeaderListSize(limits.request().headBytes())
            .initialWindowSize(streamWindow));
    gracefulShutdownTimeoutMillis(-1);
  }

  @Override
  protected Http2FrameCodec build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return super.build(new Counted(decoder, floods), encoder, settings);
  }

  private static final class Counted extends DecoratingHttp2ConnectionDecoder {
    private final Http2Floods floods;

    Counted(Http2ConnectionDecoder decoder, Http2Floods floods) {
      super(decoder);
      this.floods = floods;
    }

    @Override
    public void frameListener(Http2FrameListener listener) {
      super.frameListener(floods.before(listener));
    }
  }
}
