package dev.privateregistry.registry.notification;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events of one queue to its receiver, one after the other, each until it is accepted.
 * After as many failures in a row as the threshold says there is a pause before each try.
 */
final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final Endpoint endpoint;
  private final EventQueue queue;
  private final Receiver receiver;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private int failures;

  Delivery(Endpoint endpoint, EventQueue queue, Receiver receiver) {
    this.endpoint = endpoint;
    this.queue = queue;
    this.receiver = receiver;
    this.thread = Thread.ofVirtual().name("notify-" + endpoint.name()).start(this::run);
  }

  /** Ends without interrupts, which would close the files of the queue. */
  private void run() {
    while (!isClosing()) {
      try {
        EventQueue.Item item = queue.take();
        if (item != null) {
          deliver(item);
        }
      } catch (IOException e) {
        LOG.error("the events for {} cannot be read", endpoint, e);
        pause(AFTER_TROUBLE);
      }
    }
  }

  private void deliver(EventQueue.Item item) throws IOException {
    while (!isClosing() && queue.holds(item)) {
      switch (receiver.post(item.content())) {
        case Receiver.Outcome.Accepted accepted -> {
          queue.delivered(item);
          succeeded();
        }
        case Receiver.Outcome.Failed failed -> failed(failed.reason());
      }
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration time) {
    try {
      if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.trace("{} stops", endpoint);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void succeeded() {
    if (failures >= endpoint.patience().threshold()) {
      LOG.info("{} takes events again", endpoint);
    }
    failures = 0;
  }

  private void failed(String reason) {
    if (isClosing()) {
      return;
    }
    failures++;
    int threshold = endpoint.patience().threshold();
    if (failures == threshold) {
      LOG.warn(
          "{} does not take events, {} wait: {}; it is tried every {} ms",
          endpoint,
          queue.pending(),
          reason,
          endpoint.patience().backoff().toMillis());
    } else {
      LOG.debug("{} did not take an event: {}", endpoint, reason);
    }
    if (failures >= threshold) {
      pause(endpoint.patience().backoff());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    queue.stop();
    receiver.close();
    try {
      thread.join(LONGEST_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
