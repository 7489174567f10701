package dev.privateregistry.registry.blob;

import dev.privateregistry.registry.domain.RepositoryName;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A blob on its way into a repository, over one or more requests of one owner. */
public final class UploadSession {
  private final RepositoryName repository;
  private final String id;
  private final String owner;
  private final Instant startedAt;

  /** Held by the one request that may read or change the session. */
  final ReentrantLock turn = new ReentrantLock();

  /** The hash of the bytes stored so far; null when they have to be read again. Guarded by turn. */
  @Nullable ContentHash hash;

  /** Bytes stored so far, for those who do not have the turn. */
  volatile long stored;

  /** Set when the session is committed or cancelled. Guarded by turn. */
  boolean ended;

  UploadSession(RepositoryName repository, String id, String owner, Instant startedAt) {
    this.repository = repository;
    this.id = id;
    this.owner = owner;
    this.startedAt = startedAt;
  }

  public RepositoryName repository() {
    return repository;
  }

  public String id() {
    return id;
  }

  /** Who started it; nobody else may go on with it. */
  public String owner() {
    return owner;
  }

  public Instant startedAt() {
    return startedAt;
  }
}
