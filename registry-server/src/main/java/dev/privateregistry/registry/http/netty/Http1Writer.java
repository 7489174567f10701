package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;

/** Writes answers to an HTTP/1.x connection; answers given while it is read leave together. */
final class Http1Writer {
  /** A body up to this size is copied behind its head, to leave in one write. */
  private static final int SMALL_BODY = 16 * 1024;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Channel channel;
  private final HeadEncoder heads;
  private boolean gathering;

  Http1Writer(Channel channel, HeadEncoder heads) {
    this.channel = channel;
    this.heads = heads;
  }

  /** Holds back what is written until {@link #release}. */
  void gather() {
    gathering = true;
  }

  void release() {
    gathering = false;
    channel.flush();
  }

  private void flush() {
    if (!gathering) {
      channel.flush();
    }
  }

  void whole(
      Response response, boolean isHead, HeadEncoder.Persistence persistence, byte[] content) {
    boolean small = content.length <= SMALL_BODY;
    int extra = small ? content.length : 0;
    ByteBuf head = heads.encode(channel.alloc(), response, isHead, persistence, extra);
    if (small) {
      head.writeBytes(content);
    }
    channel.write(head, channel.voidPromise());
    if (!small) {
      channel.write(Unpooled.wrappedBuffer(content), channel.voidPromise());
    }
    flush();
  }

  void head(Response response, boolean isHead, HeadEncoder.Persistence persistence) {
    ByteBuf head = heads.encode(channel.alloc(), response, isHead, persistence, 0);
    channel.write(head, channel.voidPromise());
  }

  ChannelFuture body(Object part) {
    ChannelFuture written = channel.write(part);
    flush();
    return written;
  }

  void sendContinue() {
    channel.write(
        channel.alloc().directBuffer(CONTINUE.length).writeBytes(CONTINUE), channel.voidPromise());
    flush();
  }

  /** An answer the transport gives by itself; nothing else follows on the connection. */
  void refuse(int status, String reason) {
    byte[] content = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    Headers headers = Headers.of("Content-Type", "text/plain; charset=utf-8");
    whole(Response.of(status, headers, content), false, HeadEncoder.Persistence.CLOSE, content);
  }
}
