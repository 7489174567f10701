package dev.privateregistry.registry.http.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections so that the last answer arrives. Closing a socket while unread bytes come in
 * makes the kernel send a reset, and a reset can overtake the answer (RFC 9112 section 9.6): so the
 * sending side is closed first, and the rest after a moment or when the peer has closed too.
 */
final class LingeringClose {
  private static final long MOMENT_MILLIS = 1000;

  private LingeringClose() {}

  /** For a connection on which the peer has nothing more to say: closes once all is sent. */
  static void afterFlush(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** For a connection on which the peer may still be sending; whoever reads it drops all. */
  static void whileReading(Channel channel) {
    channel.config().setAutoRead(true);
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            flushed -> {
              closeOutput(channel);
              channel
                  .eventLoop()
                  .schedule(() -> channel.close(), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            });
  }

  private static void closeOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
