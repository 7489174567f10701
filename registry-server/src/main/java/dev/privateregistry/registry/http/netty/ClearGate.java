package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first look at a connection without TLS where HTTP/2 may be spoken: a client that knows so
 * starts with the connection preface (RFC 9113, section 3.3).
 */
final class ClearGate extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(ClearGate.class);
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Serving serving;
  private @Nullable Future<?> patience;

  ClearGate(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    patience =
        ctx.executor()
            .schedule(
                () -> ctx.close(),
                serving.timeouts().keepAlive().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (patience != null) {
      patience.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        ctx.pipeline().addLast(new Http1Connection(serving, ctx.channel()));
        ctx.pipeline().remove(this);
        return;
      }
    }
    if (length == PREFACE.length) {
      Http2Connection.install(ctx.channel(), serving);
      ctx.pipeline().remove(this);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.STARTED) {
      ctx.close();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("connection of {} failed", ctx.channel().remoteAddress(), cause);
    ctx.close();
  }
}
