package dev.privateregistry.registry.notification;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One receiver with its queue: takes what it is to be told, and sees to it that it is told. */
public final class Mailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Endpoint endpoint;
  private final EndpointCounters counters = new EndpointCounters();
  private final EventQueue queue;
  private final Delivery delivery;
  private boolean troubled;

  private Mailbox(Endpoint endpoint, EventQueue queue, String userAgent) {
    this.endpoint = endpoint;
    this.queue = queue;
    this.delivery = new Delivery(endpoint, queue, new Receiver(endpoint, counters, userAgent));
  }

  /** Opens the queue in this folder and begins to deliver what waits there. */
  static Mailbox open(Endpoint endpoint, Path folder, long maxBytes, String userAgent)
      throws IOException {
    return new Mailbox(endpoint, EventQueue.open(folder, maxBytes), userAgent);
  }

  public String name() {
    return endpoint.name();
  }

  public EndpointCounters counters() {
    return counters;
  }

  /** How many events wait. */
  public long pending() {
    return queue.pending();
  }

  boolean wants(ContentEvent event) {
    return !endpoint.ignored().covers(event);
  }

  /** Takes an event in. Called by one thread. */
  void put(byte[] envelope) {
    counters.events().increment();
    try {
      counters.lost().add(queue.append(envelope));
      troubled = false;
    } catch (IOException e) {
      counters.lost().increment();
      if (!troubled) {
        LOG.error("events for {} are lost: their queue cannot be written", endpoint, e);
      }
      troubled = true;
    }
  }

  void force() {
    try {
      queue.force();
    } catch (IOException e) {
      LOG.warn("events for {} may not survive a power cut", endpoint, e);
    }
  }

  @Override
  public void close() throws IOException {
    delivery.close();
    force();
    queue.close();
  }
}
