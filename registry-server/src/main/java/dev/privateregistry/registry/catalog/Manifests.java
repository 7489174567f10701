package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.domain.Reference;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.manifest.Manifest;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The manifests and tags of each repository. */
public final class Manifests {
  private static final int STRIPES = 256;

  private final Revisions revisions;
  private final Tags tags;
  private final References references;

  /**
   * Tags are set under the read lock and removed under the write lock of their repository, so that
   * a removal cannot take away what a tag was set to meanwhile.
   */
  private final ReadWriteLock[] locks = new ReadWriteLock[STRIPES];

  public Manifests(StorageDriver driver, Blobs blobs, IndexRule indexRule) {
    this.revisions = new Revisions(driver);
    this.tags = new Tags(driver);
    this.references = new References(blobs, revisions, indexRule);
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantReadWriteLock();
    }
  }

  /**
   * A manifest as it was pushed.
   *
   * @param digest the digest that was asked for or that the tag names
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record StoredManifest(Digest digest, MediaType mediaType, byte[] content) {}

  /** The digest that a reference stands for now, or null when there is no such tag. */
  public @Nullable Digest resolve(RepositoryName name, Reference reference) throws IOException {
    return switch (reference) {
      case Digest digest -> digest;
      case Tag tag -> tags.current(name, tag);
    };
  }

  /** Whether the repository has the manifest of this digest. */
  public boolean exists(RepositoryName name, Digest digest) throws IOException {
    return revisions.exists(name, digest);
  }

  /** The manifest of this digest, or null when the repository has none. */
  public @Nullable StoredManifest find(RepositoryName name, Digest digest) throws IOException {
    Digest canonical = revisions.canonical(name, digest);
    byte[] content = canonical == null ? null : revisions.read(canonical);
    return content == null
        ? null
        : new StoredManifest(digest, ManifestParser.storedMediaType(content), content);
  }

  /**
   * Stores a manifest, durably, exactly as it was sent.
   *
   * @return the digest to answer with: the client's own, or the SHA-256 when it pushed a tag
   * @throws RegistryException DIGEST_INVALID, MANIFEST_BLOB_UNKNOWN
   */
  public Digest put(RepositoryName name, Reference reference, Manifest manifest, byte[] content)
      throws IOException {
    Algorithm algorithm =
        reference instanceof Digest digest ? digest.algorithm() : Algorithm.SHA256;
    Digest actual = Digest.of(algorithm, content);
    if (reference instanceof Digest claimed && !claimed.equals(actual)) {
      throw new RegistryException(
          ErrorCode.DIGEST_INVALID, "the manifest is " + actual + ", not " + claimed);
    }
    references.check(name, manifest);
    Lock lock = lockOf(name).readLock();
    lock.lock();
    try {
      revisions.write(name, content, actual);
      if (reference instanceof Tag tag) {
        tags.set(name, tag, actual);
      }
    } finally {
      lock.unlock();
    }
    return actual;
  }

  /**
   * Removes a tag; the manifest stays.
   *
   * @return whether there was one
   */
  public boolean delete(RepositoryName name, Tag tag) throws IOException {
    Lock lock = lockOf(name).writeLock();
    lock.lock();
    try {
      return tags.delete(name, tag);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a manifest from a repository, and first every tag that names it.
   *
   * @return each reference that has stopped to work, or null when there was no such manifest
   */
  public @Nullable List<Reference> delete(RepositoryName name, Digest digest) throws IOException {
    Lock lock = lockOf(name).writeLock();
    lock.lock();
    try {
      Digest canonical = revisions.canonical(name, digest);
      if (canonical == null) {
        return null;
      }
      List<Reference> gone = new ArrayList<>(List.of(digest));
      for (Tag tag : tags.list(name)) {
        Digest named = tags.current(name, tag);
        if (named != null && canonical.equals(revisions.canonical(name, named))) {
          tags.delete(name, tag);
          gone.add(tag);
          gone.add(named);
        }
      }
      gone.addAll(revisions.unlink(name, canonical));
      return gone;
    } finally {
      lock.unlock();
    }
  }

  /** All tags of a repository, sorted. */
  public List<Tag> tags(RepositoryName name) throws IOException {
    return tags.list(name);
  }

  private ReadWriteLock lockOf(RepositoryName name) {
    return locks[Math.floorMod(name.hashCode(), STRIPES)];
  }
}
