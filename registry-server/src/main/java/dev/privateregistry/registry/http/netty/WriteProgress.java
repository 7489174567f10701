package dev.privateregistry.registry.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Whether what a connection has to send leaves it, seen from one look to the next. */
final class WriteProgress {
  private long mark;

  void restart() {
    mark = 0;
  }

  /** Whether bytes left the socket since the last look; true as well when none are to leave. */
  boolean hasMoved(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) {
      mark = 0;
      return true;
    }
    long now = out.totalPendingWriteBytes() * 31 + out.currentProgress() + 1;
    boolean moved = now != mark;
    mark = now;
    return moved;
  }
}
