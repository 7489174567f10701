package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.time.Duration;

/**
 * Knows how long the head of a request has been arriving: HEADERS and the CONTINUATION frames after
 * it, between which RFC 9113 section 6.10 allows nothing else. On the event loop of its connection.
 */
final class Http2Heads {
  private static final int FRAME_HEAD = 9;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final byte[] frame = new byte[FRAME_HEAD];
  private int known;
  private int payloadLeft;
  private boolean isPartOfHead;
  private boolean endsHead;
  private boolean open;
  private long since;

  /** These bytes of frames have been read, one after the other since the connection's preface. */
  void read(ByteBuf bytes, int from, int to) {
    boolean wasOpen = open;
    int at = from;
    while (at < to) {
      if (payloadLeft > 0) {
        int skipped = Math.min(payloadLeft, to - at);
        payloadLeft -= skipped;
        at += skipped;
      } else {
        frame[known++] = bytes.getByte(at++);
        if (known == FRAME_HEAD) {
          begin();
        }
      }
      if (payloadLeft == 0 && known == 0 && isPartOfHead && endsHead) {
        open = false;
      }
    }
    if (open && !wasOpen) {
      since = System.nanoTime();
    }
  }

  private void begin() {
    known = 0;
    payloadLeft = (frame[0] & 0xff) << 16 | (frame[1] & 0xff) << 8 | (frame[2] & 0xff);
    isPartOfHead = frame[3] == HEADERS || frame[3] == CONTINUATION;
    endsHead = (frame[4] & END_HEADERS) != 0;
    open |= isPartOfHead;
  }

  /** Whether a head has been arriving for longer than this. */
  boolean isArrivingLongerThan(Duration time) {
    return open && System.nanoTime() - since > time.toNanos();
  }
}
