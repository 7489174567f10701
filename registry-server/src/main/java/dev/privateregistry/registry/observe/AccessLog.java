package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
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
 * A log of every exchange. Event loops put lines into a bounded queue, and one thread writes them
 * in batches: a log that cannot be written slows nobody down, its lines are dropped and counted.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int WAITING = 32 * 1024;
  private static final int BATCH = 256;
  private static final Duration PAUSE = Duration.ofMillis(40);

  private final BlockingQueue<AccessLine> queue = new ArrayBlockingQueue<>(WAITING);
  private final LongAdder dropped = new LongAdder();
  private final OutputStream out;
  private final AccessForm form;
  private final boolean withId;
  private final Thread writer;
  private volatile boolean closed;

  /** In Apache's combined form, to this stream, which stays open. */
  public static AccessLog combined(OutputStream out) {
    return new AccessLog(out, new CombinedForm(ZoneId.systemDefault()), false);
  }

  /** As JSON, to this stream, which stays open. */
  public static AccessLog json(OutputStream out, CompletedForm form) {
    return new AccessLog(out, form, true);
  }

  private AccessLog(OutputStream out, AccessForm form, boolean withId) {
    this.out = out;
    this.form = form;
    this.withId = withId;
    this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::write);
  }

  @Override
  public void completed(Request request, int status, long bytes, long nanos) {
    AccessLine.Result result = new AccessLine.Result(status, bytes, nanos);
    put(AccessLine.of(request, result, System.currentTimeMillis(), withId));
  }

  @Override
  public void refused(InetSocketAddress remote, int status) {
    put(AccessLine.refused(remote, status, System.currentTimeMillis()));
  }

  private void put(AccessLine line) {
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
        form.append(text, line);
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
