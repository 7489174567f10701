package dev.privateregistry.registry.http.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows a TLS handshake: installs the protocol that client and server have agreed on. */
final class Handshake extends ApplicationProtocolNegotiationHandler {
  private static final Logger log = LoggerFactory.getLogger(Handshake.class);

  private final Serving serving;
  private final SslHandler tls;
  private final Optional<ClientTrust> clients;

  private Handshake(Serving serving, SslHandler tls, Optional<ClientTrust> clients) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.serving = serving;
    this.tls = tls;
    this.clients = clients;
  }

  /** Starts the handshake in the place of a handler that has looked at its first bytes. */
  static void start(
      ChannelHandlerContext ctx,
      ChannelHandler first,
      Serving serving,
      FollowedCertificate.Loaded loaded) {
    SslHandler tls = loaded.newHandler(ctx.alloc());
    tls.setHandshakeTimeoutMillis(serving.timeouts().handshake().toMillis());
    ctx.pipeline().addLast(new Handshake(serving, tls, loaded.clients()));
    ctx.pipeline().replace(first, "tls", tls);
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
    log.debug("TLS handshake with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
    ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("TLS with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
    ctx.close();
  }
}
