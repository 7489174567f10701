package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first look at a connection to a TLS port. Plain HTTP is answered in plain words, which is how
 * clients and people find out quickly what is wrong; everything else starts the handshake.
 */
final class TlsGate extends FirstLook {
  private static final byte HANDSHAKE = 0x16;
  private static final String PLAIN_HTTP =
      """
      HTTP/1.0 400 Bad Request\r
      Content-Type: text/plain; charset=utf-8\r
      Connection: close\r
      \r
      Client sent an HTTP request to an HTTPS server.
      """;

  private final Serving serving;
  private final TlsSource source;

  TlsGate(Serving serving, TlsSource source) {
    super(serving.timeouts().handshake());
    this.serving = serving;
    this.source = source;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    byte first = in.getByte(in.readerIndex());
    if (first == HANDSHAKE) {
      switch (source) {
        case FollowedCertificate one -> Handshake.start(ctx, this, serving, one.current());
        case NamedCertificates several ->
            ctx.pipeline().replace(this, "hello", new HelloGate(serving, several));
      }
      return;
    }
    in.skipBytes(in.readableBytes());
    if (first >= 'A' && first <= 'Z') {
      ctx.write(Unpooled.copiedBuffer(PLAIN_HTTP, StandardCharsets.US_ASCII));
      ctx.pipeline().replace(this, "drop", new DropInput());
      LingeringClose.whileReading(ctx.channel());
    } else {
      ctx.close();
    }
  }
}
