package dev.privateregistry.registry.http.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection: closes it when it has been idle, when its client does not read, or when
 * the client wears the server out, and takes leave of the client when the server stops. Floods of
 * empty DATA and CONTINUATION frames end in the codec's own limits, others in {@link Http2Floods}.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

  private static final int STREAM_WINDOW = BodyQueue.FULL;

  /** Wide enough that a few uploads whose handlers are slow do not hold up the others. */
  private static final int CONNECTION_WINDOW = 8 * STREAM_WINDOW;

  private static final int INITIAL_WINDOW = 65_535;
  private static final int UPGRADED_STREAM = 1;
  private static final byte[] SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** Time for requests under way to arrive between the first GOAWAY and the last. */
  private static final long LEAVE_MILLIS = 250;

  /** Time for the last frames to reach a client that may not be reading. */
  private static final long LAST_FRAMES_MILLIS = 1000;

  private final Channel channel;
  private final Http2FrameCodec codec;
  private final Serving serving;
  private final Http2CodecBuilder.Watch watch;
  private final WriteProgress progress = new WriteProgress();
  private @Nullable Future<?> ticking;
  private long idleSince = System.nanoTime();
  private long movedAt = System.nanoTime();
  private boolean failed;

  private Http2Connection(
      Channel channel, Http2FrameCodec codec, Serving serving, Http2CodecBuilder.Watch watch) {
    this.channel = channel;
    this.codec = codec;
    this.serving = serving;
    this.watch = watch;
  }

  /** Makes a connection speak HTTP/2. */
  static void install(Channel channel, Serving serving) {
    install(channel, serving, null);
  }

  /**
   * Agrees to a request to go on in HTTP/2, and answers it on stream 1. What comes next must be the
   * client's preface.
   */
  static void upgrade(Channel channel, Serving serving, ClearUpgrade upgrade) {
    channel.write(Unpooled.wrappedBuffer(SWITCHING));
    Http2FrameCodec codec = install(channel, serving, upgrade.head());
    try {
      codec.onHttpServerUpgrade(upgrade.settings());
    } catch (Http2Exception refused) {
      channel.close();
    }
  }

  private static Http2FrameCodec install(
      Channel channel, Serving serving, @Nullable Http1Head first) {
    Http2CodecBuilder.Watch watch =
        new Http2CodecBuilder.Watch(
            new Http2Floods(serving.limits().http2()),
            new Http2Heads(),
            new Http2Refusals(serving, channel));
    Http2FrameCodec codec = new Http2CodecBuilder(serving.limits(), watch, STREAM_WINDOW).build();
    Http2Connection connection = new Http2Connection(channel, codec, serving, watch);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(codec);
    pipeline.addLast(
        new Http2MultiplexHandler(
            new ChannelInitializer<Http2StreamChannel>() {
              @Override
              protected void initChannel(Http2StreamChannel stream) {
                Http2Stream handler = new Http2Stream(serving, connection, stream);
                stream.pipeline().addLast(handler);
                if (first != null && stream.stream().id() == UPGRADED_STREAM) {
                  stream.eventLoop().execute(() -> handler.upgraded(first));
                }
              }
            }));
    pipeline.addLast(connection);
    return codec;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - INITIAL_WINDOW));
    Timeouts timeouts = serving.timeouts();
    long shortest =
        Stream.of(timeouts.head(), timeouts.keepAlive(), timeouts.writeStall())
            .mapToLong(Duration::toMillis)
            .min()
            .getAsLong();
    long period = Math.clamp(shortest / 4, 20, 5000);
    ticking =
        ctx.executor().scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
    if (serving.isDraining()) {
      leave(ctx);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (progress.hasMoved(channel)) {
      movedAt = now;
    } else if (now - movedAt > serving.timeouts().writeStall().toNanos()) {
      cutOff();
      return;
    }
    if (watch.heads().isArrivingLongerThan(serving.timeouts().head())) {
      giveUp(408);
      return;
    }
    if (codec.connection().numActiveStreams() > 0) {
      idleSince = now;
    } else if (now - idleSince > serving.timeouts().keepAlive().toNanos()) {
      channel.close();
      cutOffSoon();
    }
  }

  /** Without a word, since the codec's own closing waits for the client to read one. */
  private void cutOff() {
    channel.pipeline().firstContext().close();
  }

  private void cutOffSoon() {
    channel.eventLoop().schedule(this::cutOff, LAST_FRAMES_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Bytes of an answer's body are on their way. */
  void sent(long bytes) {
    watch.floods().sent(bytes);
  }

  /** A request was refused before it became an exchange. */
  void refused(Http2Exception problem) {
    watch.refusals().broke(problem);
  }

  /** A request was broken off, by its client or for what the client did. */
  void brokenOff() {
    if (!watch.floods().isResetBearable() && channel.isActive()) {
      log.debug("too many requests broken off by {}", channel.remoteAddress());
      giveUp(429);
    }
  }

  /** Of a client that costs more than it is worth. */
  private void giveUp(int status) {
    watch.refusals().refused(status);
    channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM));
    cutOff();
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
    if (cause instanceof Http2Exception problem) {
      // the codec is about to name the error in a GOAWAY, and to close
      if (!failed) {
        watch.refusals().broke(problem);
      }
      failed = true;
    } else {
      channel.close();
    }
    cutOffSoon();
  }
}
