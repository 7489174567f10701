package dev.privateregistry.registry.notification;

import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happens for every receiver that wants to know. One thread writes, in the order
 * in which things happened; a push waits until its event is written (not until it is on the medium,
 * let alone delivered), a pull does not wait. Another thread brings the queues to the medium ten
 * times a second.
 */
public final class Notifier implements ContentListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int WAITING = 16 * 1024;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Duration BETWEEN_FORCES = Duration.ofMillis(100);

  private final PublicUrl url;
  private final EventJson json;
  private final List<Mailbox> mailboxes;
  private final QueueSlot slot;
  private final BlockingQueue<Entry> entries = new ArrayBlockingQueue<>(WAITING);
  private final LongAdder overrun = new LongAdder();
  private final Thread writer;
  private final Thread syncer;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Something to write down.
   *
   * @param occurrence null to look whether it is time to end
   */
  private record Entry(@Nullable Occurrence occurrence, CountDownLatch written) {}

  private Notifier(PublicUrl url, EventJson json, QueueSlot slot, List<Mailbox> mailboxes) {
    this.url = url;
    this.json = json;
    this.slot = slot;
    this.mailboxes = List.copyOf(mailboxes);
    this.writer = Thread.ofPlatform().name("event-writer").daemon().start(this::write);
    this.syncer = Thread.ofVirtual().name("event-syncer").start(this::sync);
  }

  /**
   * Where the events wait.
   *
   * @param folder of all queues
   * @param maxBytes of one receiver's queue
   */
  public record Queues(Path folder, long maxBytes) {}

  /**
   * Goes on where the last process stopped.
   *
   * @param url under which clients reach the registry, for the links in events
   * @throws IOException when the queues cannot be opened
   */
  public static Notifier open(
      List<Endpoint> endpoints, Queues queues, PublicUrl url, EventJson json, String userAgent)
      throws IOException {
    QueueSlot slot = QueueSlot.take(queues.folder());
    List<Mailbox> mailboxes = new ArrayList<>();
    try {
      for (Endpoint endpoint : endpoints) {
        Path folder = slot.folder().resolve(folderName(endpoint.name()));
        mailboxes.add(Mailbox.open(endpoint, folder, queues.maxBytes(), userAgent));
      }
    } catch (IOException e) {
      for (Mailbox mailbox : mailboxes) {
        mailbox.close();
      }
      slot.close();
      throw e;
    }
    return new Notifier(url, json, slot, mailboxes);
  }

  /** A name of letters, digits, dashes and underscores stays as it is; any other is encoded. */
  private static String folderName(String name) {
    return name.matches("[A-Za-z0-9_-]{1,100}")
        ? name
        : "="
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The receivers. */
  public List<Mailbox> mailboxes() {
    return mailboxes;
  }

  /** Events that came faster than they could be written down. */
  public long overrun() {
    return overrun.sum();
  }

  @Override
  public boolean wantsReferences() {
    return json.withReferences();
  }

  @Override
  public void happened(Request request, ContentEvent event) {
    if (isClosing() || mailboxes.stream().noneMatch(mailbox -> mailbox.wants(event))) {
      return;
    }
    Occurrence.Cause cause = Occurrence.Cause.of(request, url);
    Entry entry = new Entry(Occurrence.now(event, cause), new CountDownLatch(1));
    if (event.action() == ContentEvent.Action.PULL) {
      if (!entries.offer(entry)) {
        overrun.increment();
      }
      return;
    }
    try {
      if (!entries.offer(entry, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        overrun.increment();
      } else if (!entry.written().await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("events take long to write down: look at the disk of the notification queues");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Ends without interrupts, which would close the files of the queues. */
  private void write() {
    try {
      while (!isClosing() || !entries.isEmpty()) {
        Entry entry = entries.take();
        if (entry.occurrence() != null) {
          write(entry.occurrence());
        }
        entry.written().countDown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Occurrence occurrence) {
    try {
      byte[] envelope = json.envelope(occurrence);
      for (Mailbox mailbox : mailboxes) {
        if (mailbox.wants(occurrence.event())) {
          mailbox.put(envelope);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("an event is lost", e);
    }
  }

  private void sync() {
    try {
      while (!closing.await(BETWEEN_FORCES.toMillis(), TimeUnit.MILLISECONDS)) {
        mailboxes.forEach(Mailbox::force);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      if (entries.offer(new Entry(null, new CountDownLatch(1)))) {
        LOG.trace("the writer is told to end");
      }
      writer.join(LONGEST_WAIT);
      syncer.join(LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Mailbox mailbox : mailboxes) {
      mailbox.close();
    }
    slot.close();
  }
}
