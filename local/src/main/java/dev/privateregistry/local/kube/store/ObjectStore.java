package dev.privateregistry.local.kube.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Meta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects, their revision and their latest changes. Objects in it are never changed in place:
 * callers copy before they write.
 */
public final class ObjectStore {
  private static final int REMEMBERED_CHANGES = 5_000;
  private static final char AFTER_LAST = '\uffff';

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SortedMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final List<Consumer<Change>> listeners = new ArrayList<>();
  private final Persistence persistence;
  private final ChangeLog log;
  private long revision;
  private boolean closed;

  /**
   * @param objects the objects of one listing
   * @param revision the state they belong to
   */
  public record Listing(long revision, List<ObjectNode> objects) {}

  /**
   * @param known false when the log no longer reaches back to the revision asked for
   * @param revision the latest revision, up to which {@code changes} is complete
   */
  public record News(boolean known, long revision, List<Change> changes) {}

  public ObjectStore(Persistence persistence) {
    this.persistence = persistence;
    this.objects.putAll(persistence.load());
    this.revision = persistence.firstRevision();
    this.log = new ChangeLog(REMEMBERED_CHANGES, revision);
  }

  /** Runs a read-modify-write that nothing else can come between. */
  public <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Called with every change, in order, before the writer continues. */
  public void onChange(Consumer<Change> listener) {
    lock.lock();
    try {
      listeners.add(listener);
    } finally {
      lock.unlock();
    }
  }

  public @Nullable ObjectNode get(ObjectKey key) {
    return exclusively(() -> objects.get(key));
  }

  /** The objects of a resource, of all namespaces when {@code namespace} is empty. */
  public Listing list(String resource, String namespace) {
    return exclusively(
        () ->
            new Listing(
                revision,
                objects
                    .subMap(
                        new ObjectKey(resource, namespace, ""),
                        new ObjectKey(
                            resource,
                            namespace.isEmpty() ? "" + AFTER_LAST : namespace,
                            "" + AFTER_LAST))
                    .values()
                    .stream()
                    .toList()));
  }

  /** Every object, of every kind. */
  public List<ObjectNode> all() {
    return exclusively(() -> List.copyOf(objects.values()));
  }

  public boolean has(String resource, String namespace, String name) {
    return get(new ObjectKey(resource, namespace, name)) != null;
  }

  public long revision() {
    return exclusively(() -> revision);
  }

  /** Stores the object under a new revision, which is written into it. */
  public ObjectNode put(ObjectKey key, ObjectNode object) {
    return exclusively(
        () -> {
          long next = nextRevision();
          new Meta(object).node().put("resourceVersion", Long.toString(next));
          persistence.save(key, object);
          ObjectNode previous = objects.put(key, object);
          Change.Type type = previous == null ? Change.Type.ADDED : Change.Type.MODIFIED;
          publish(new Change(next, type, key, object, previous));
          return object;
        });
  }

  /** Removes an object; its last state carries the revision of the removal. */
  public @Nullable ObjectNode remove(ObjectKey key) {
    return exclusively(
        () -> {
          ObjectNode previous = objects.get(key);
          if (previous == null) {
            return null;
          }
          long next = nextRevision();
          persistence.delete(key);
          objects.remove(key);
          ObjectNode last = previous.deepCopy();
          new Meta(last).node().put("resourceVersion", Long.toString(next));
          publish(new Change(next, Change.Type.DELETED, key, last, previous));
          return last;
        });
  }

  private long nextRevision() {
    long next = revision + 1;
    persistence.reserve(next);
    revision = next;
    return next;
  }

  private void publish(Change change) {
    log.add(change);
    listeners.forEach(listener -> listener.accept(change));
    changed.signalAll();
  }

  /** Waits until there is a change after {@code after}, the time is over, or the store closes. */
  public News await(long after, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = patience.toNanos();
      while (revision <= after && nanos > 0 && !closed) {
        nanos = changed.awaitNanos(nanos);
      }
      boolean known = log.covers(after);
      return new News(known, revision, known ? log.after(after) : List.of());
    } finally {
      lock.unlock();
    }
  }

  public boolean covers(long since) {
    return exclusively(() -> log.covers(since));
  }

  public boolean closed() {
    return exclusively(() -> closed);
  }

  /** Wakes up everybody who waits and releases the files. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      persistence.close();
    } finally {
      lock.unlock();
    }
  }
}
