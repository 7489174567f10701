package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first look at a connection without TLS where HTTP/2 may be spoken: a client that knows so
 * starts with the connection preface (RFC 9113, section 3.3), and one that does not may ask for it
 * in its first request.
 */
final class ClearGate extends FirstLook {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Serving serving;

  ClearGate(Serving serving) {
    super(serving.timeouts().keepAlive());
    this.serving = serving;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        ClearUpgrade upgrade = ClearUpgrade.in(in, serving.limits().request());
        if (upgrade == null || serving.isDraining()) {
          ctx.pipeline().addLast(new Http1Connection(serving, ctx.channel()));
        } else {
          in.skipBytes(upgrade.length());
          Http2Connection.upgrade(ctx.channel(), serving, upgrade);
        }
        ctx.pipeline().remove(this);
        return;
      }
    }
    if (length == PREFACE.length) {
      Http2Connection.install(ctx.channel(), serving);
      ctx.pipeline().remove(this);
    }
  }
}
