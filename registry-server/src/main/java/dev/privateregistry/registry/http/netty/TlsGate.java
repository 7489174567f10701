package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first look at a connection to a TLS port. Plain HTTP is answered in plain words, which is how
 * clients and people find out quickly what is wrong; everything else starts the handshake.
 */
final class TlsGate extends FirstLook {
  private static final Logger log = LoggerFactory.getLogger(TlsGate.class);
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
      TlsSource.Loaded loaded = source.current();
      SslHandler tls = loaded.newHandler(ctx.alloc());
      tls.setHandshakeTimeoutMillis(serving.timeouts().handshake().toMillis());
      ctx.pipeline().addLast(new Protocols(serving, tls, loaded.clients()));
      ctx.pipeline().replace(this, "tls", tls);
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

  /** Installs the protocol that client and server have agreed on. */
  private static final class Protocols extends ApplicationProtocolNegotiationHandler {
    private final Serving serving;
    private final SslHandler tls;
    private final Optional<ClientTrust> clients;

    Protocols(Serving serving, SslHandler tls, Optional<ClientTrust> clients) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.serving = serving;
      this.tls = tls;
      this.clients = clients;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      clients.ifPresent(trust -> trust.remember(ctx.channel(), tls));
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        Http2Connection.install(ctx.channel(), serving);
      } else {
        ctx.pipeline().addLast(new Http1Connection(serving, ctx.channel()));
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      log.debug(
          "TLS handshake with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
      ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      log.debug("TLS with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
      ctx.close();
    }
  }
}
