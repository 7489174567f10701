package dev.privateregistry.registry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.blob.ByteSource;
import dev.privateregistry.registry.blob.UploadSession;
import dev.privateregistry.registry.blob.UploadWriter;
import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.gc.Housekeeping.Schedule;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed beside a running registry. */
class HousekeepingTest {
  private static final RepositoryName APP = new RepositoryName("team/app");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Schedule OFTEN = new Schedule(WEEK, Duration.ofMillis(5), false);

  @TempDir Path root;
  private StorageDriver driver;
  private Uploads uploads;

  @BeforeEach
  void open() throws IOException {
    driver = new FilesystemDriver(root);
    uploads = uploads();
  }

  /** The uploads of one process. */
  private Uploads uploads() {
    return new Uploads(driver, new Blobs(driver), Clock.systemUTC());
  }

  @Test
  void shouldRemoveAbandonedUploadsAndNoOthers() throws Exception {
    UploadSession young = uploads.start(APP, "alice", Digest.Algorithm.SHA256);
    String abandoned = upload("abandoned");
    age(StorageLayout.upload(APP, abandoned), Duration.ofDays(8));

    keepHouse(OFTEN, () -> !isThere(abandoned));

    assertTrue(isThere(young.id()));
  }

  @Test
  void shouldKeepAnOldUploadToWhichSomebodyHasWrittenLately() throws Exception {
    String id = upload("started");
    age(StorageLayout.upload(APP, id), Duration.ofDays(8));
    write(Objects.requireNonNull(uploads().find(APP, id, "alice")), "more");
    String marker = upload("marker");
    age(StorageLayout.upload(APP, marker), Duration.ofDays(8));

    keepHouse(OFTEN, () -> !isThere(marker));

    assertTrue(isThere(id));
  }

  @Test
  void shouldNeverRemoveAnUploadThatARequestIsUsing() throws IOException {
    UploadSession session = uploads.start(APP, "alice", Digest.Algorithm.SHA256);
    Instant later = Instant.now().plus(WEEK);
    try (UploadWriter writer = uploads.open(session, null)) {
      assertFalse(inAnotherThread(() -> uploads.expire(APP, session.id(), later)));
      writer.append(pieces("content"));
      writer.commit(Digest.sha256(StoredImages.bytes("content")));
    }
    assertNotNull(new Blobs(driver).find(APP, Digest.sha256(StoredImages.bytes("content"))));
  }

  @Test
  void shouldTellARequestThatComesTooLateThatTheUploadIsGone() throws IOException {
    UploadSession session = uploads.start(APP, "alice", Digest.Algorithm.SHA256);

    assertTrue(uploads.expire(APP, session.id(), Instant.now().plus(WEEK)));

    assertNull(uploads.find(APP, session.id(), "alice"));
    assertThrows(RegistryException.class, () -> uploads.open(session, null));
  }

  @Test
  void shouldRemoveUploadsWithoutAStartTime() throws Exception {
    String id = upload("started by nobody");
    Files.delete(root.resolve(StorageLayout.uploadStartedAt(APP, id).substring(1)));
    age(StorageLayout.upload(APP, id), Duration.ofDays(8));

    keepHouse(OFTEN, () -> !isThere(id));
  }

  @Test
  void shouldOnlyLogInADryRun() throws Exception {
    String id = upload("abandoned");
    age(StorageLayout.upload(APP, id), Duration.ofDays(8));
    CountingClock clock = new CountingClock();

    try (Housekeeping running =
        new Housekeeping(driver, uploads, new Schedule(WEEK, Duration.ofMillis(1), true), clock)) {
      await(() -> clock.readings > 2);
    }

    assertTrue(isThere(id));
  }

  @Test
  void shouldRemoveWhatInterruptedWritesLeftBesideBlobs() throws Exception {
    Digest blob = new StoredImages(driver).blob("content");
    Path folder = root.resolve(StorageLayout.blobFolder(blob).substring(1));
    Path old = Files.write(folder.resolve("data.1.tmp"), new byte[10]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path young = Files.write(folder.resolve("data.2.tmp"), new byte[10]);

    String id = upload("abandoned");
    age(StorageLayout.upload(APP, id), Duration.ofDays(8));
    Instant before = Instant.now();
    try (Housekeeping running = new Housekeeping(driver, uploads, OFTEN, Clock.systemUTC())) {
      await(() -> running.counts().lastRound().get() >= before.getEpochSecond());
      assertFalse(Files.exists(old));
      assertEquals(1, running.counts().files().sum());
      assertEquals(1, running.counts().uploads().sum());
      assertEquals(10 + "abandoned".length(), running.counts().bytes().sum());
      assertEquals(0, running.counts().failures().sum());
    }

    assertTrue(Files.exists(young));
    assertEquals(7, driver.size(StorageLayout.blob(blob)));
  }

  private String upload(String content) throws IOException {
    UploadSession session = uploads().start(APP, "alice", Digest.Algorithm.SHA256);
    write(session, content);
    return session.id();
  }

  private void write(UploadSession session, String content) throws IOException {
    try (UploadWriter writer = uploads().open(session, null)) {
      writer.append(pieces(content));
    }
  }

  private static ByteSource pieces(String content) {
    Iterator<ByteBuffer> all = List.of(ByteBuffer.wrap(StoredImages.bytes(content))).iterator();
    return () -> all.hasNext() ? all.next() : null;
  }

  /** Makes every file of a folder older. */
  private void age(String folder, Duration by) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(folder.substring(1)))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
      }
    }
  }

  private boolean isThere(String id) throws IOException {
    return !driver.list(StorageLayout.upload(APP, id)).isEmpty();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void keepHouse(Schedule schedule, Condition until) throws Exception {
    try (Housekeeping running = new Housekeeping(driver, uploads, schedule, Clock.systemUTC())) {
      await(until);
    }
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      Thread.sleep(5);
    }
  }

  private static boolean inAnotherThread(Condition action) {
    boolean[] result = new boolean[1];
    Thread other =
        Thread.startVirtualThread(
            () -> {
              try {
                result[0] = action.holds();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return result[0];
  }

  /** Counts the rounds: each asks for the time. */
  private static final class CountingClock extends Clock {
    private volatile int readings;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public Instant instant() {
      readings++;
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
