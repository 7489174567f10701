package dev.privateregistry.local.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the clients saw; written by all of them at once. */
final class RequestLog {
  /** A request that did not get the answer it must get. */
  record Failure(Instant began, Instant ended, String what) {}

  /** A time in which the only registry process was down. */
  record Outage(Instant from, Instant until) {
    boolean touches(Failure failure) {
      return !failure.ended().isBefore(from) && !failure.began().isAfter(until);
    }
  }

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong pulls = new AtomicLong();
  private final AtomicLong pushes = new AtomicLong();
  private final AtomicLong withPrevious = new AtomicLong();
  private final Collection<Failure> failures = new ConcurrentLinkedQueue<>();
  private final Set<String> serials = new TreeSet<>();

  void request(String servedSerial) {
    requests.incrementAndGet();
    if (!servedSerial.isEmpty()) {
      synchronized (serials) {
        serials.add(servedSerial);
      }
    }
  }

  void failed(Failure failure) {
    failures.add(failure);
  }

  void done(boolean push, boolean previousPassword) {
    (push ? pushes : pulls).incrementAndGet();
    if (previousPassword) {
      withPrevious.incrementAndGet();
    }
  }

  long requests() {
    return requests.get();
  }

  long pulls() {
    return pulls.get();
  }

  long pushes() {
    return pushes.get();
  }

  long withPreviousPassword() {
    return withPrevious.get();
  }

  List<Failure> failures() {
    return new ArrayList<>(failures);
  }

  Set<String> serials() {
    synchronized (serials) {
      return new TreeSet<>(serials);
    }
  }
}
