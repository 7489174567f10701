package dev.privateregistry.registry.app;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that virtual threads go on while the disk does not. A write to a file keeps its
 * carrier thread for as long as the disk takes, and there are as many carriers as processors: two
 * requests that wait for a stuck disk would stop all others. When virtual threads do not get their
 * turn, there are twice as many carriers, until they do; later there are as many as before again.
 */
final class Carriers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
  private static final int MOST = 256;
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration CALM = Duration.ofSeconds(60);

  private final int usual =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  private final Thread thread;

  private Carriers() {
    thread = Thread.ofPlatform().name("carriers").daemon().start(this::run);
  }

  /** Watches until it is closed. */
  static Carriers watch() {
    return new Carriers();
  }

  private void run() {
    int carriers = usual;
    long grownAt = System.nanoTime();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!doesOneGetItsTurn()) {
          carriers = set(Math.min(carriers * 2, MOST));
          grownAt = System.nanoTime();
          continue;
        }
        if (carriers > usual && System.nanoTime() - grownAt > CALM.toNanos()) {
          carriers = set(usual);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (carriers > usual) {
        set(usual);
      }
    }
  }

  /**
   * Whether a new virtual thread runs soon. It is started by a new platform thread: the scheduler
   * adds carriers only when something comes to a queue that was empty, and has one for each
   * starter.
   */
  private static boolean doesOneGetItsTurn() throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    Thread starter =
        Thread.ofPlatform()
            .name("carriers-probe")
            .daemon()
            .start(() -> Thread.ofVirtual().start(turn::countDown));
    boolean inTime = turn.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    starter.join();
    return inTime;
  }

  /** The bean is looked up only here: a server whose disk is well never needs it. */
  private static int set(int carriers) {
    VirtualThreadSchedulerMXBean scheduler =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    if (carriers != scheduler.getParallelism()) {
      LOG.debug("{} carriers of virtual threads", carriers);
      scheduler.setParallelism(carriers);
    }
    return carriers;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
