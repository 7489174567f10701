package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.RequestBody;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request body between its event loop, which fills it, and the virtual thread that reads it. It
 * asks for no more once {@value #FULL} bytes wait in it, or fewer when many wait elsewhere; the
 * buffers of the socket are handed out as they are.
 */
final class BodyQueue implements RequestBody {
  static final int FULL = 1024 * 1024;

  private static final int FULL_WHEN_MEMORY_IS_SCARCE = 64 * 1024;

  /** What a piece costs beside its bytes, so that tiny pieces count. */
  private static final int PIECE = 256;

  private final long length;
  private final BodyPace pace;
  private final BodyMemory memory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrival = lock.newCondition();
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();

  private Runnable wanted = () -> {};
  private @Nullable ByteBuf current;
  private volatile @Nullable BodyFailure failure;
  private int waiting;
  private long waitedNanos;
  private long receivedWhileWaiting;
  private volatile boolean full;
  private boolean asked;
  private boolean ended;
  private boolean closed;

  /**
   * @param length the declared length or -1
   * @param pace how long {@link #next} waits
   */
  BodyQueue(long length, BodyPace pace, BodyMemory memory) {
    this.length = length;
    this.pace = pace;
    this.memory = memory;
    this.ended = length == 0;
  }

  /** What to run, on the reading thread, when the first or more bytes are wanted. */
  void onWanted(Runnable action) {
    wanted = action;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public @Nullable ByteBuffer next() throws BodyFailure {
    releaseCurrent();
    if (!asked) {
      asked = true;
      wanted.run();
    }
    ByteBuf piece = take();
    if (piece == null) {
      return null;
    }
    current = piece;
    if (full && hasRoom()) {
      full = false;
      wanted.run();
    }
    return piece.nioBuffer();
  }

  private @Nullable ByteBuf take() throws BodyFailure {
    long left = pace.idle().toNanos();
    lock.lock();
    try {
      while (true) {
        BodyFailure why = failure;
        if (why != null) {
          throw why;
        }
        ByteBuf piece = pieces.poll();
        if (piece != null) {
          waits(-piece.readableBytes() - PIECE);
          received(piece.readableBytes());
          return piece;
        }
        if (ended) {
          return null;
        }
        if (closed) {
          throw new IllegalStateException("the request has been answered");
        }
        if (left <= 0) {
          failure =
              new BodyFailure(
                  408, "no byte of the request body for " + seconds(pace.idle()) + " s");
        } else {
          long rest = arrival.awaitNanos(left);
          waitedNanos += left - rest;
          left = rest;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BodyFailure(499, "interrupted while reading the request body");
    } finally {
      lock.unlock();
    }
  }

  /** Whether a body comes in fast enough is judged over the time that its reader had to wait. */
  private void received(int bytes) {
    receivedWhileWaiting += bytes;
    if (!ended && pace.isTooSlow(receivedWhileWaiting, waitedNanos)) {
      failure =
          new BodyFailure(
              408, "the request body comes in at less than " + pace.bytesPerSecond() + " bytes/s");
    } else if (waitedNanos >= pace.idle().toNanos()) {
      waitedNanos = 0;
      receivedWhileWaiting = 0;
    }
  }

  private boolean hasRoom() {
    lock.lock();
    try {
      return waiting <= mostWaiting() / 2;
    } finally {
      lock.unlock();
    }
  }

  /** Releases the piece handed out last; for the reading thread, when it is done. */
  void releaseCurrent() {
    ByteBuf last = current;
    if (last != null) {
      current = null;
      last.release();
    }
  }

  /** Adds a piece and owns it from now on. */
  void offer(ByteBuf piece) {
    lock.lock();
    try {
      if (!closed && failure == null && piece.isReadable()) {
        pieces.add(piece);
        waits(piece.readableBytes() + PIECE);
        if (waiting >= mostWaiting()) {
          full = true;
        }
        arrival.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    piece.release();
  }

  /** No more pieces follow. */
  void end() {
    lock.lock();
    try {
      ended = true;
      arrival.signal();
    } finally {
      lock.unlock();
    }
  }

  /** No more pieces follow although they should; a body that had ended stays whole. */
  void fail(BodyFailure why) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        failure = why;
        drop();
        arrival.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody will read on: what waits and what still comes is released. */
  void close() {
    lock.lock();
    try {
      closed = true;
      full = false;
      drop();
      arrival.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether enough waits, so that the socket should not be read. */
  boolean isFull() {
    return full;
  }

  /** Why the body broke off, or null while it has not. */
  @Nullable BodyFailure failure() {
    return failure;
  }

  private void drop() {
    for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      piece.release();
    }
    waits(-waiting);
  }

  private void waits(int bytes) {
    waiting += bytes;
    memory.add(bytes);
  }

  private int mostWaiting() {
    return memory.share(FULL, FULL_WHEN_MEMORY_IS_SCARCE);
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toMillis() / 1000.0);
  }
}
