package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the client's first message to learn which certificate it wants. */
final class HelloGate extends SslClientHelloHandler<ClientHello> {
  private static final Logger log = LoggerFactory.getLogger(HelloGate.class);

  /** A record of the kind alert: fatal, unrecognized_name (RFC 6066, section 3). */
  private static final byte[] NO_SUCH_NAME = {0x15, 3, 3, 0, 2, 2, 112};

  private final Serving serving;
  private final NamedCertificates source;
  private @Nullable Future<?> patience;

  HelloGate(Serving serving, NamedCertificates source) {
    this.serving = serving;
    this.source = source;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    super.handlerAdded(ctx);
    patience =
        ctx.executor()
            .schedule(
                () -> ctx.close(),
                serving.timeouts().handshake().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    if (patience != null) {
      patience.cancel(false);
    }
    super.handlerRemoved0(ctx);
  }

  @Override
  protected Future<ClientHello> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf clientHello) {
    return ctx.executor().newSucceededFuture(ClientHello.parse(clientHello));
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext ctx, Future<ClientHello> read) {
    switch (source.offer(read.getNow())) {
      case NamedCertificates.Offer.Certificate(FollowedCertificate.Loaded loaded) ->
          Handshake.start(ctx, this, serving, loaded);
      case NamedCertificates.Offer.Proof(SslContext context) -> prove(ctx, context);
      case NamedCertificates.Offer.Nothing nothing ->
          ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_SUCH_NAME))
              .addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** RFC 8737, section 3: the handshake is all; no data follows. */
  private void prove(ChannelHandlerContext ctx, SslContext context) {
    SslHandler tls = context.newHandler(ctx.alloc());
    tls.setHandshakeTimeoutMillis(serving.timeouts().handshake().toMillis());
    tls.handshakeFuture().addListener(done -> ctx.channel().close());
    ctx.pipeline().replace(this, "tls", tls);
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
    log.debug("TLS with {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
    ctx.close();
  }
}
