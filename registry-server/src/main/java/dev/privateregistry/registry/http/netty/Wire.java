package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.FileRegion;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange happens on: an HTTP/1.1 connection or an HTTP/2 stream. Everything runs on the
 * event loop of its channel.
 */
interface Wire {
  Channel channel();

  /** Whether bytes are encrypted. */
  boolean isSecure();

  /** Whether bytes leave as they are, so that {@link #file} works. */
  boolean sendsFiles();

  /** The certificate that the client has proved to own when TLS began, or null. */
  @Nullable X509Certificate clientCertificate();

  /** Sends a whole answer, its body in memory; {@code content} is empty when none is to be sent. */
  void whole(Exchange exchange, Response response, byte[] content);

  /** Sends the head of an answer whose body follows. */
  void head(Exchange exchange, Response response);

  /** Sends a piece of the body and owns it. */
  ChannelFuture piece(ByteBuf bytes, boolean last);

  /** Sends the whole body from a file, and closes the file. */
  ChannelFuture file(FileRegion range);

  /**
   * The exchange is over.
   *
   * @param intact false when the answer broke off, so that the client must see it break
   */
  void done(Exchange exchange, boolean intact);
}
