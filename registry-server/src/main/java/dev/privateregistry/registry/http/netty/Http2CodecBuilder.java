package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.List;

/** Builds the codec of a connection that is watched: floods, heads, and what is refused. */
final class Http2CodecBuilder extends Http2FrameCodecBuilder {
  /**
   * Clients written in Go send frames as large as allowed, and each frame costs. It is as much as a
   * connection holds of a frame that does not end.
   */
  private static final int LARGEST_FRAME = 64 * 1024;

  private final Watch watch;

  /** Those who want to know what a connection reads. */
  record Watch(Http2Floods floods, Http2Heads heads, Http2Refusals refusals) {}

  Http2CodecBuilder(ServerLimits limits, Watch watch, int streamWindow) {
    this.watch = watch;
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
    return super.build(new Watched(decoder, watch), encoder, settings);
  }

  private static final class Watched extends DecoratingHttp2ConnectionDecoder {
    private final Watch watch;

    Watched(Http2ConnectionDecoder decoder, Watch watch) {
      super(decoder);
      this.watch = watch;
    }

    @Override
    public void frameListener(Http2FrameListener listener) {
      super.frameListener(watch.floods().before(listener));
    }

    @Override
    public void decodeFrame(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Http2Exception {
      int from = in.readerIndex();
      try {
        super.decodeFrame(ctx, in, out);
      } catch (Http2Exception.StreamException problem) {
        // of a stream that exists, an exchange tells
        if (connection().stream(problem.streamId()) == null) {
          watch.refusals().broke(problem);
        }
        throw problem;
      }
      watch.heads().read(in, from, in.readerIndex());
    }
  }
}
