package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the body of an answer to its wire, from a virtual thread: reads ahead of the socket by a
 * few pieces and no further.
 */
final class BodyPump implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(BodyPump.class);
  private static final int AHEAD = 2;
  private static final int PIECE = 256 * 1024;
  private static final int PIECE_WHEN_MEMORY_IS_SCARCE = 16 * 1024;

  /** Told once, on the event loop, how it ended. */
  interface Completion {
    void complete(long sent, boolean intact);
  }

  private final Wire wire;
  private final EventLoop loop;
  private final BodySource source;
  private final Duration stall;
  private final BodyMemory memory;
  private final Completion completion;
  private final Semaphore window = new Semaphore(AHEAD);
  private volatile boolean failed;
  private long begun;
  private long sent;

  BodyPump(Wire wire, BodySource source, Serving serving, Completion completion) {
    this.wire = wire;
    this.loop = wire.channel().eventLoop();
    this.source = source;
    this.stall = serving.timeouts().writeStall();
    this.memory = serving.bodyMemory();
    this.completion = completion;
  }

  @Override
  public void run() {
    try (source) {
      feed();
    } catch (RejectedExecutionException serverClosed) {
      log.debug("the server closed during an answer");
    } catch (IOException | RuntimeException problem) {
      log.warn("an answer broke off: {}", problem.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void feed() throws IOException, InterruptedException {
    try {
      long done = 0;
      while (done < source.length() && !failed) {
        done += step(done);
      }
    } catch (IOException | RuntimeException | InterruptedException problem) {
      loop.execute(() -> completion.complete(sent, false));
      awaitLent();
      throw problem;
    }
    awaitLent();
  }

  /** Every write ends, if only because the connection does. */
  private void awaitLent() {
    if (source.lends()) {
      window.acquireUninterruptibly(AHEAD);
    }
  }

  private long step(long done) throws IOException, InterruptedException {
    if (!window.tryAcquire(stall.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("the client does not read");
    }
    boolean handedOver = false;
    try {
      if (++begun > AHEAD) {
        source.written();
      }
      int most = memory.share(PIECE, PIECE_WHEN_MEMORY_IS_SCARCE);
      int read = handOver(source.piece(wire.channel().alloc(), done, most), done);
      handedOver = true;
      return read;
    } finally {
      if (!handedOver) {
        window.release();
      }
    }
  }

  private int handOver(ByteBuf piece, long done) {
    int read = piece.readableBytes();
    boolean last = done + read == source.length();
    copied(read);
    try {
      loop.execute(() -> send(piece, last));
      return read;
    } catch (RejectedExecutionException serverClosed) {
      copied(-read);
      piece.release();
      throw serverClosed;
    }
  }

  /** What a source lends is not in our memory. */
  private void copied(int bytes) {
    if (!source.lends()) {
      memory.add(bytes);
    }
  }

  private void send(ByteBuf piece, boolean last) {
    int size = piece.readableBytes();
    wire.piece(piece, last).addListener(written -> written(written, size, last));
  }

  private void written(Future<?> write, int size, boolean last) {
    copied(-size);
    if (write.isSuccess()) {
      sent += size;
    } else {
      failed = true;
    }
    if (last || failed) {
      completion.complete(sent, !failed);
    }
    window.release();
  }
}
