package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log in Apache's combined form. Event loops put lines into a bounded queue, and one
 * thread writes them in batches: a log that cannot be written slows nobody down, its lines are
 * dropped and counted.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int WAITING = 32 * 1024;
  private static final int BATCH = 256;
  private static final Duration PAUSE = Duration.ofMillis(40);

  private final BlockingQueue<AccessLine> queue = new ArrayBlockingQueue<>(WAITING);
  private final LongAdder dropped = new LongAdder();
  private final OutputStream out;
  private final AccessTime time = new AccessTime(ZoneId.systemDefault());
  private final Thread writer;
  private volatile boolean closed;

  /** Writes to this stream, which stays open. */
  public AccessLog(OutputStream out) {
    this.out = out;
    this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::write);
  }

  @Override
  public void completed(Request request, int status, long bytes, long nanos) {
    AccessLine line = AccessLine.of(request, status, bytes, System.currentTimeMillis());
    if (!queue.offer(line)) {
      dropped.increment();
    }
  }

  /** How many lines were lost. */
  public long dropped() {
    return dropped.sum();
  }

  /** Writes what is waiting, for at most a second. */
  @Override
  public void close() {
    closed = true;
    writer.interrupt();
    try {
      writer.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<AccessLine> batch = new ArrayList<>(BATCH);
    StringBuilder text = new StringBuilder();
    while (!closed || !queue.isEmpty()) {
      if (queue.drainTo(batch, BATCH) == 0) {
        pause();
        continue;
      }
      for (AccessLine line : batch) {
        line.appendTo(text, time);
        text.append('\n');
      }
      writeOut(text.toString().getBytes(StandardCharsets.UTF_8), batch.size());
      batch.clear();
      text.setLength(0);
    }
  }

  private void writeOut(byte[] lines, int count) {
    try {
      out.write(lines);
      out.flush();
    } catch (IOException e) {
      dropped.add(count);
      LOG.debug("the access log cannot be written", e);
    }
  }

  private void pause() {
    if (!closed) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        LOG.trace("woken to finish", e);
      }
    }
  }
}
