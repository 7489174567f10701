package dev.privateregistry.registry.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the first bytes of a connection to find out what is spoken on it, and makes room for
 * that. Closes the connection when those bytes do not come in time, or the server drains.
 */
abstract class FirstLook extends ByteToMessageDecoder {
  private static final Logger log = LoggerFactory.getLogger(FirstLook.class);

  private final Duration longest;
  private @Nullable Future<?> patience;

  FirstLook(Duration longest) {
    this.longest = longest;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    patience =
        ctx.executor().schedule(() -> ctx.close(), longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (patience != null) {
      patience.cancel(false);
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
    log.debug("connection of {} failed at its start", ctx.channel().remoteAddress(), cause);
    ctx.close();
  }
}
