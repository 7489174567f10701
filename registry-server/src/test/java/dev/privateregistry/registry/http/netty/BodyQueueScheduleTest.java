package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A body that is filled, read, ended, broken off and closed at the same time: the reader gets its
 * bytes in order, is never left waiting, and every buffer is given back once.
 */
@Tag("durability")
@Timeout(120)
class BodyQueueScheduleTest {
  private static final int BODIES = 3_000;
  private static final int MOST_PIECES = 40;
  private static final int LARGEST = 200_000;
  private static final BodyPace PACE = new BodyPace(Duration.ofSeconds(20), 0);
  private static final byte[] BYTES = new byte[LARGEST];

  private enum End {
    WHOLE,
    BROKEN_OFF,
    CLOSED_BY_READER
  }

  @Test
  void shouldHandOverEachByteOnceAndKeepNoBuffer() throws Exception {
    for (int i = 0; i < BODIES; i++) {
      transfer(new Random(i), End.values()[i % End.values().length]);
    }
  }

  private static void transfer(Random random, End end) throws Exception {
    BodyMemory memory = new BodyMemory();
    BodyQueue body = new BodyQueue(-1, PACE, memory);
    Semaphore wanted = new Semaphore(0);
    body.onWanted(wanted::release);
    List<ByteBuf> pieces = pieces(random);
    long sent = pieces.stream().mapToLong(ByteBuf::readableBytes).sum();
    int readerStops = end == End.CLOSED_BY_READER ? random.nextInt(MOST_PIECES) : -1;
    CompletableFuture<Long> received = new CompletableFuture<>();
    Thread reader = Thread.startVirtualThread(() -> read(body, readerStops, received));
    fill(body, pieces, wanted, end);
    long got = received.get(30, TimeUnit.SECONDS);
    reader.join();
    body.close();
    if (end == End.WHOLE) {
      assertEquals(sent, got);
    } else {
      assertTrue(got <= sent);
    }
    assertEquals(0, memory.waiting(), () -> "bytes are counted that do not wait, " + end);
    for (ByteBuf piece : pieces) {
      assertEquals(0, piece.refCnt(), () -> "a buffer is kept, " + end);
    }
  }

  private static List<ByteBuf> pieces(Random random) {
    List<ByteBuf> pieces = new ArrayList<>();
    int count = random.nextInt(MOST_PIECES);
    for (int i = 0; i < count; i++) {
      pieces.add(Unpooled.wrappedBuffer(BYTES, 0, 1 + random.nextInt(LARGEST)));
    }
    return pieces;
  }

  /** As an event loop does: it stops while the queue is full until more is wanted. */
  private static void fill(BodyQueue body, List<ByteBuf> pieces, Semaphore wanted, End end)
      throws InterruptedException {
    for (ByteBuf piece : pieces) {
      body.offer(piece);
      while (end == End.WHOLE && body.isFull()) {
        assertTrue(wanted.tryAcquire(20, TimeUnit.SECONDS), "more is never wanted");
      }
    }
    if (end == End.BROKEN_OFF) {
      body.fail(BodyFailure.clientGone());
    } else {
      body.end();
    }
  }

  private static void read(BodyQueue body, int stops, CompletableFuture<Long> received) {
    long bytes = 0;
    try {
      int count = 0;
      for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
        bytes += piece.remaining();
        if (count++ == stops) {
          break;
        }
      }
      received.complete(bytes);
    } catch (BodyFailure e) {
      received.complete(bytes);
    } catch (RuntimeException e) {
      received.completeExceptionally(e);
    } finally {
      body.releaseCurrent();
      if (stops >= 0) {
        body.close();
      }
    }
  }
}
