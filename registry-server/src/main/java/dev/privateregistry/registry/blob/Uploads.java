package dev.privateregistry.registry.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The uploads under way. The bytes and the start time are on disk, so that a session outlives the
 * process; the running hash is in memory, and computed again from the bytes when it is not there.
 */
public final class Uploads {
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MAX_REMEMBERED = 100_000;
  private static final Duration CLAIM_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);
  private static final int MAX_STARTED_AT_BYTES = 128;

  private final StorageDriver driver;
  private final Blobs blobs;
  private final Clock clock;

  /** One object per session as long as anybody uses it: its lock serialises the writers. */
  private final Cache<Key, UploadSession> known = Caffeine.newBuilder().weakValues().build();

  /** Keeps recent sessions, and with them their hashes, in memory between requests. */
  private final Cache<Key, UploadSession> recent =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterAccess(REMEMBERED).build();

  private record Key(RepositoryName repository, String id) {}

  public Uploads(StorageDriver driver, Blobs blobs, Clock clock) {
    this.driver = driver;
    this.blobs = blobs;
    this.clock = clock;
  }

  /**
   * Starts a session.
   *
   * @param algorithm of the digest that the client will end with, as far as it has said
   */
  public UploadSession start(RepositoryName repository, String owner, Algorithm algorithm)
      throws IOException {
    String id = UUID.randomUUID().toString();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    driver.write(
        StorageLayout.uploadStartedAt(repository, id),
        now.toString().getBytes(StandardCharsets.US_ASCII),
        Durability.VOLATILE);
    UploadSession session = new UploadSession(repository, id, owner, now);
    session.hash = new ContentHash(algorithm == Algorithm.SHA512);
    Key key = new Key(repository, id);
    known.put(key, session);
    recent.put(key, session);
    return session;
  }

  /** How many sessions this process has in memory. */
  public long count() {
    return recent.estimatedSize();
  }

  /** The session if this process has it in memory; else null. */
  public @Nullable UploadSession remembered(RepositoryName repository, String id) {
    Key key = new Key(repository, id);
    UploadSession session = known.getIfPresent(key);
    if (session != null) {
      recent.put(key, session);
    }
    return session;
  }

  /**
   * The session, from memory or else from disk, or null when there is none.
   *
   * @param owner to whom a session found on disk belongs
   */
  public @Nullable UploadSession find(RepositoryName repository, String id, String owner)
      throws IOException {
    UploadSession session = remembered(repository, id);
    if (session != null) {
      return session;
    }
    byte[] startedAt =
        isUuid(id)
            ? driver.read(StorageLayout.uploadStartedAt(repository, id), MAX_STARTED_AT_BYTES)
            : null;
    if (startedAt == null) {
      return null;
    }
    Instant instant = instant(startedAt);
    Key key = new Key(repository, id);
    UploadSession found = known.get(key, k -> new UploadSession(repository, id, owner, instant));
    recent.put(key, found);
    return found;
  }

  /** The start time on disk; one that cannot be read does not stop the upload. */
  private static Instant instant(byte[] startedAt) {
    try {
      return Instant.parse(new String(startedAt, StandardCharsets.US_ASCII).strip());
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** The exact form of a UUID: what names a session, and nothing else, becomes part of a path. */
  private static boolean isUuid(String id) {
    if (id.length() != 36) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (dash ? c != '-' : !hex) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes the session for one request; a second request on it waits its turn.
   *
   * @param used the digest the client will end with, if it is known already
   * @throws RegistryException when the session has ended or its turn does not come in a minute
   */
  public UploadWriter open(UploadSession session, @Nullable Digest used) throws IOException {
    try {
      if (!session.turn.tryLock(MAX_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new RegistryException(
            ErrorCode.UNAVAILABLE, "another request is still writing to this upload");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(ErrorCode.UNAVAILABLE, "the server is stopping");
    }
    try {
      return take(session, claim(session), used);
    } catch (IOException | RuntimeException e) {
      session.turn.unlock();
      throw e;
    }
  }

  /** Opens the session for a request that has its turn and the claim, which ends on failure. */
  private UploadWriter take(UploadSession session, Closeable claim, @Nullable Digest used)
      throws IOException {
    try {
      if (session.ended || !isOnDisk(session)) {
        forget(session);
        throw new RegistryException(ErrorCode.BLOB_UPLOAD_UNKNOWN, WordedDetail.of(session.id()));
      }
      return UploadWriter.open(this, driver, session, claim, used);
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  /** Keeps out other servers on the same storage; a client may be behind any of them. */
  private Closeable claim(UploadSession session) {
    long deadline = System.nanoTime() + MAX_WAIT.toNanos();
    Closeable claim = driver.claim(data(session));
    while (claim == null) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new RegistryException(
            ErrorCode.UNAVAILABLE, "another server is still writing to this upload");
      }
      LockSupport.parkNanos(CLAIM_PAUSE.toNanos());
      claim = driver.claim(data(session));
    }
    return claim;
  }

  private static String data(UploadSession session) {
    return StorageLayout.uploadData(session.repository(), session.id());
  }

  /**
   * The number of bytes stored so far, without waiting for a request that is writing more of them.
   *
   * @throws RegistryException when the session has ended
   */
  public long offset(UploadSession session) throws IOException {
    if (!session.turn.tryLock()) {
      return Math.max(session.stored, driver.size(data(session)));
    }
    Closeable claim = driver.claim(data(session));
    if (claim == null) {
      session.turn.unlock();
      return Math.max(session.stored, driver.size(data(session)));
    }
    UploadWriter opened;
    try {
      opened = take(session, claim, null);
    } catch (IOException | RuntimeException e) {
      session.turn.unlock();
      throw e;
    }
    try (opened) {
      return opened.offset();
    }
  }

  /**
   * Ends a session to which nobody has written since an instant, unless a request is using it.
   *
   * @return whether it was ended
   */
  public boolean expire(RepositoryName repository, String id, Instant before) throws IOException {
    if (!isAbandoned(driver, repository, id, before)) {
      return false;
    }
    Key key = new Key(repository, id);
    UploadSession session =
        known.get(key, k -> new UploadSession(repository, id, "", Instant.EPOCH));
    if (!session.turn.tryLock()) {
      return false;
    }
    try {
      boolean abandoned = isAbandoned(driver, repository, id, before);
      if (abandoned) {
        end(session);
      } else if (session.owner().isEmpty()) {
        forget(session);
      }
      return abandoned;
    } finally {
      session.turn.unlock();
    }
  }

  /**
   * Whether nothing has happened to an upload since an instant. Its files tell, so that another
   * process that uses it is respected too. Without any file it may be starting just now.
   */
  public static boolean isAbandoned(
      StorageDriver driver, RepositoryName repository, String id, Instant before)
      throws IOException {
    String folder = StorageLayout.upload(repository, id);
    List<String> files = new ArrayList<>(driver.list(folder));
    files.addAll(driver.temporaries(folder));
    Instant last = null;
    for (String file : files) {
      Instant modified = driver.modified(folder + "/" + file);
      if (modified != null && (last == null || modified.isAfter(last))) {
        last = modified;
      }
    }
    return last != null && last.isBefore(before);
  }

  private boolean isOnDisk(UploadSession session) throws IOException {
    return driver.size(StorageLayout.uploadStartedAt(session.repository(), session.id())) >= 0;
  }

  void link(UploadSession session, Digest canonical, Digest used) throws IOException {
    blobs.link(session.repository(), canonical, used);
  }

  /**
   * Ends a session and removes what is left of it on disk. It is known as ended until then: who
   * found it on disk meanwhile would go on with it.
   */
  void end(UploadSession session) throws IOException {
    session.ended = true;
    driver.delete(StorageLayout.upload(session.repository(), session.id()), Durability.VOLATILE);
    forget(session);
  }

  private void forget(UploadSession session) {
    Key key = new Key(session.repository(), session.id());
    known.invalidate(key);
    recent.invalidate(key);
  }
}
