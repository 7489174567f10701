package dev.privateregistry.registry.notification;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that wait for one receiver, in a folder: segments that are only appended to, and a
 * file that says up to where they are delivered. An event that was appended survives the end of the
 * process, however that ends; one that was {@linkplain #force forced} survives a power cut. After
 * either, events that were delivered last may be delivered again.
 *
 * <p>When the queue is full the oldest segment goes, with the events in it: what is new tells a
 * receiver more than what is old.
 */
final class EventQueue implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final String POSITION = "position";
  private static final int POSITION_BYTES = 20;
  private static final long LARGEST_SEGMENT = 8L << 20;

  private final Path folder;
  private final long maxBytes;
  private final FileChannel positionFile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** Oldest first; the last one is written to. */
  private final Deque<EventSegment> segments = new ArrayDeque<>();

  /** Up to where the oldest segment is delivered, in bytes and in records. */
  private long delivered;

  private int deliveredRecords;
  private long pending;
  private long bytes;
  private boolean dirty;
  private boolean stopped;

  /**
   * The oldest event.
   *
   * @param segment the number of the segment it is in
   * @param end where the next one starts
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Item(byte[] content, long segment, long end) {}

  private EventQueue(Path folder, long maxBytes, FileChannel positionFile) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.positionFile = positionFile;
  }

  /**
   * Opens a queue with what is still waiting in it.
   *
   * @param maxBytes for all segments together
   */
  static EventQueue open(Path folder, long maxBytes) throws IOException {
    Files.createDirectories(folder);
    FileChannel position =
        FileChannel.open(
            folder.resolve(POSITION),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    EventQueue queue = new EventQueue(folder, maxBytes, position);
    try {
      queue.recover();
      return queue;
    } catch (IOException e) {
      queue.close();
      throw e;
    }
  }

  private void recover() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(EventSegment::isNameOfOne)
              .sorted()
              .toList();
    }
    for (String name : names) {
      EventSegment segment = EventSegment.open(folder, name);
      segments.add(segment);
      bytes += segment.size();
      pending += segment.records();
    }
    if (segments.isEmpty()) {
      segments.add(EventSegment.create(folder, 1));
    }
    skipDelivered();
  }

  /** Goes to the position on disk; one that does not fit its checksum counts as none. */
  private void skipDelivered() throws IOException {
    ByteBuffer stored = ByteBuffer.allocate(POSITION_BYTES);
    if (positionFile.read(stored, 0) < POSITION_BYTES) {
      return;
    }
    stored.flip();
    long segment = stored.getLong();
    long end = stored.getLong();
    if (stored.getInt() != checksum(stored.array())) {
      return;
    }
    while (segments.size() > 1 && segments.getFirst().number() < segment) {
      dropOldest();
    }
    if (segments.getFirst().number() == segment) {
      deliveredRecords = segments.getFirst().recordsBefore(end);
      delivered = Math.min(end, segments.getFirst().size());
      pending -= deliveredRecords;
    }
  }

  private static int checksum(byte[] position) {
    CRC32C sum = new CRC32C();
    sum.update(position, 0, POSITION_BYTES - Integer.BYTES);
    return (int) sum.getValue();
  }

  /**
   * Adds an event at the end.
   *
   * @return how many events were given up to make room
   */
  long append(byte[] content) throws IOException {
    lock.lock();
    try {
      long lost = makeRoom(content.length);
      bytes += segments.getLast().append(content);
      pending++;
      dirty = true;
      arrived.signalAll();
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private long makeRoom(int length) throws IOException {
    EventSegment last = segments.getLast();
    if (last.size() > 0 && last.size() + length > Math.min(LARGEST_SEGMENT, maxBytes / 4)) {
      last.force();
      segments.add(EventSegment.create(folder, last.number() + 1));
    }
    long before = pending;
    while (segments.size() > 1 && bytes + length > maxBytes) {
      dropOldest();
    }
    return before - pending;
  }

  private void dropOldest() throws IOException {
    EventSegment oldest = segments.removeFirst();
    bytes -= oldest.size();
    pending -= oldest.records() - deliveredRecords;
    delivered = 0;
    deliveredRecords = 0;
    oldest.delete();
  }

  /** The oldest event; waits for one. Null when the queue is stopped. */
  @Nullable Item take() throws IOException {
    lock.lock();
    try {
      while (!stopped) {
        EventSegment oldest = segments.getFirst();
        EventSegment.Found next = oldest.read(delivered);
        if (next != null) {
          return new Item(next.content(), oldest.number(), next.end());
        }
        if (delivered < oldest.size()) {
          giveUpDamaged(oldest);
        } else if (segments.size() > 1) {
          dropOldest();
        } else {
          arrived.awaitUninterruptibly();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void giveUpDamaged(EventSegment oldest) throws IOException {
    LOG.error(
        "{}: {} events cannot be read any more and are lost",
        folder,
        oldest.records() - deliveredRecords);
    if (segments.size() == 1) {
      segments.add(EventSegment.create(folder, oldest.number() + 1));
    }
    dropOldest();
  }

  /** Wakes who waits for an event, and gives out no more. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether an event is still the oldest: it may have been given up meanwhile. */
  boolean holds(Item item) {
    lock.lock();
    try {
      return segments.getFirst().number() == item.segment() && delivered < item.end();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the oldest event was delivered. */
  void delivered(Item item) throws IOException {
    lock.lock();
    try {
      if (!holds(item)) {
        return;
      }
      delivered = item.end();
      deliveredRecords++;
      pending--;
      ByteBuffer position = ByteBuffer.allocate(POSITION_BYTES);
      position.putLong(item.segment()).putLong(item.end());
      position.putInt(checksum(position.array())).flip();
      positionFile.write(position, 0);
      dirty = true;
    } finally {
      lock.unlock();
    }
  }

  /** How many events wait. */
  long pending() {
    lock.lock();
    try {
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Brings what was appended, and what was delivered, to the medium. Appending goes on meanwhile.
   */
  void force() throws IOException {
    EventSegment last;
    lock.lock();
    try {
      if (!dirty) {
        return;
      }
      dirty = false;
      last = segments.getLast();
    } finally {
      lock.unlock();
    }
    last.force();
    positionFile.force(false);
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      for (EventSegment segment : segments) {
        segment.close();
      }
      positionFile.close();
    } finally {
      lock.unlock();
    }
  }
}
