package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.catalog.Repositories;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes, beside a running registry, uploads that nobody goes on with and files that interrupted
 * writes left. It begins some time after the start, so that replicas do not do it together, and
 * takes its time over the blobs.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(59);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final StorageDriver driver;
  private final Uploads uploads;
  private final Schedule schedule;
  private final Clock clock;
  private final Counts counts = new Counts();
  private final Thread thread;

  /**
   * What was done since the start.
   *
   * @param uploads abandoned ones that were removed
   * @param files of interrupted writes that were removed
   * @param bytes freed by both
   * @param failures rounds that did not finish
   * @param lastRound when the last round finished, in seconds since 1970; 0 before the first
   */
  public record Counts(
      LongAdder uploads,
      LongAdder files,
      LongAdder bytes,
      LongAdder failures,
      AtomicLong lastRound) {
    Counts() {
      this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new AtomicLong());
    }
  }

  /**
   * When it is done, and to what.
   *
   * @param age how long nobody must have written to an upload
   * @param interval from the end of one round to the next
   * @param dryRun whether to log only
   */
  public record Schedule(Duration age, Duration interval, boolean dryRun) {
    public Schedule {
      if (age.isNegative() || !interval.isPositive()) {
        throw new IllegalArgumentException("an age of " + age + " each " + interval);
      }
    }

    private Duration firstWait() {
      Duration longest = interval.compareTo(LONGEST_WAIT) < 0 ? interval : LONGEST_WAIT;
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() + 1));
    }
  }

  public Housekeeping(StorageDriver driver, Uploads uploads, Schedule schedule, Clock clock) {
    this.driver = driver;
    this.uploads = uploads;
    this.schedule = schedule;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("housekeeping").start(this::run);
  }

  public Counts counts() {
    return counts;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      Thread.sleep(schedule.firstWait());
      while (!Thread.currentThread().isInterrupted()) {
        round();
        Thread.sleep(schedule.interval());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      purgeUploads();
      if (!schedule.dryRun()) {
        removeStrays();
      }
      counts.lastRound().set(clock.instant().getEpochSecond());
    } catch (IOException | RuntimeException e) {
      counts.failures().increment();
      LOG.warn("housekeeping did not finish; it is tried again in {}", schedule.interval(), e);
    }
  }

  private void purgeUploads() throws IOException {
    Instant before = clock.instant().minus(schedule.age());
    new Repositories(driver)
        .walk(
            name -> {
              for (String id : driver.list(StorageLayout.uploads(name))) {
                purge(name, id, before);
              }
            },
            foreign -> LOG.debug("{} is not the folder of a repository", foreign));
  }

  private void purge(RepositoryName name, String id, Instant before) {
    try {
      if (schedule.dryRun()) {
        if (Uploads.isAbandoned(driver, name, id, before)) {
          LOG.info("would remove the abandoned upload {} of {}", id, name);
        }
        return;
      }
      long size = driver.size(StorageLayout.uploadData(name, id));
      if (uploads.expire(name, id, before)) {
        LOG.info("removed the abandoned upload {} of {}", id, name);
        counts.uploads().increment();
        counts.bytes().add(Math.max(0, size));
      }
    } catch (IOException e) {
      LOG.warn("the upload {} of {} cannot be removed", id, name, e);
    }
  }

  private void removeStrays() throws IOException, InterruptedException {
    Instant before = clock.instant().minus(StorageCheck.STRAY_AGE);
    StrayFiles strays = new StrayFiles(driver);
    for (String part : new DigestFolders(driver).blobParts()) {
      List<Long> removed = strays.removeBesideBlobs(part, before);
      if (!removed.isEmpty()) {
        LOG.info("removed {} files that interrupted writes left in {}", removed.size(), part);
        counts.files().add(removed.size());
        removed.forEach(size -> counts.bytes().add(size));
      }
      Thread.sleep(PAUSE);
    }
  }
}
