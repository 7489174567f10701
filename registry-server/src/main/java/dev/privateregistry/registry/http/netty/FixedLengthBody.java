package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** A body of a known Content-Length. */
final class FixedLengthBody implements BodyDecoder {
  private long remaining;

  FixedLengthBody(long length) {
    this.remaining = length;
  }

  @Override
  public boolean decode(ByteBuf in, Consumer<ByteBuf> sink) {
    int take = (int) Math.min(remaining, in.readableBytes());
    if (take > 0) {
      remaining -= take;
      sink.accept(in.readRetainedSlice(take));
    }
    return remaining == 0;
  }

  @Override
  public long remaining() {
    return remaining;
  }
}
