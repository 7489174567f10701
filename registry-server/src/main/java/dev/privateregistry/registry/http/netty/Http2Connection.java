package dev.privateregistry.registry.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection: closes it when it has been idle, and takes leave of the client when the
 * server stops. Floods of resets, pings, settings and empty frames end in the codec's own limits.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

  private static final int STREAM_WINDOW = BodyQueue.FULL;

  /** Wide enough that a few uploads whose handlers are slow do not hold up the others. */
  private static final int CONNECTION_WINDOW = 8 * STREAM_WINDOW;

  private static final int INITIAL_WINDOW = 65_535;

  /** Time for requests under way to arrive between the first GOAWAY and the last. */
  private static final long LEAVE_MILLIS = 250;

  private final Channel channel;
  private final Http2FrameCodec codec;
  private final Serving serving;
  private @Nullable Future<?> ticking;
  private long idleSince = System.nanoTime();

  private Http2Connection(Channel channel, Http2FrameCodec codec, Serving serving) {
    this.channel = channel;
    this.codec = codec;
    this.serving = serving;
  }

  /** Makes a connection speak HTTP/2. */
  static void install(Channel channel, Serving serving) {
    ServerLimits limits = serving.limits();
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(limits.streams())
                    .maxHeaderListSize(limits.request().headBytes())
                    .initialWindowSize(STREAM_WINDOW))
            .gracefulShutdownTimeoutMillis(-1)
            .build();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(codec);
    pipeline.addLast(
        new Http2MultiplexHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2Stream(serving, stream));
              }
            }));
    pipeline.addLast(new Http2Connection(channel, codec, serving));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - INITIAL_WINDOW));
    long period = Math.max(20, serving.timeouts().keepAlive().toMillis() / 4);
    ticking =
        ctx.executor().scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
    if (serving.isDraining()) {
      leave(ctx);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (codec.connection().numActiveStreams() > 0) {
      idleSince = now;
    } else if (now - idleSince > serving.timeouts().keepAlive().toNanos()) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.STARTED) {
      leave(ctx);
    }
  }

  /** RFC 9113 section 6.8: announce, let arrive what is under way, then name the last stream. */
  private void leave(ChannelHandlerContext ctx) {
    DefaultHttp2GoAwayFrame announcement = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
    announcement.setExtraStreamIds(Integer.MAX_VALUE);
    ctx.writeAndFlush(announcement);
    ctx.executor().schedule(() -> channel.close(), LEAVE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (ticking != null) {
      ticking.cancel(false);
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("connection of {} failed", channel.remoteAddress(), cause);
    channel.close();
  }
}
