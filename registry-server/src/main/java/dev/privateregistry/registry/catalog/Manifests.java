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
import dev.privateregistry.registry.manifest.Referrer;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manifests and tags of each repository. */
public final class Manifests {
  private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
  private static final int STRIPES = 256;

  private final Revisions revisions;
  private final Tags tags;
  private final References references;
  private final Referrers referrers;
  private final ImageClasses classes;

  /**
   * Tags are set under the read lock and removed under the write lock of their repository, so that
   * a removal cannot take away what a tag was set to meanwhile.
   */
  private final ReadWriteLock[] locks = new ReadWriteLock[STRIPES];

  public Manifests(StorageDriver driver, Blobs blobs, PushRules rules) {
    this.revisions = new Revisions(driver);
    this.tags = new Tags(driver);
    this.references = new References(blobs, revisions, rules);
    this.classes = rules.classes();
    this.referrers = new Referrers(driver, revisions, tags);
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

  /**
   * The manifest of this digest, or null when the repository has none.
   *
   * @throws RegistryException MANIFEST_UNKNOWN when its bytes are damaged: a push brings it back
   */
  public @Nullable StoredManifest find(RepositoryName name, Digest digest) throws IOException {
    Digest canonical = revisions.canonical(name, digest);
    byte[] content = canonical == null ? null : readIntact(name, canonical);
    return content == null
        ? null
        : new StoredManifest(digest, ManifestParser.storedMediaType(content), content);
  }

  private byte @Nullable [] readIntact(RepositoryName name, Digest canonical) throws IOException {
    try {
      return revisions.read(canonical);
    } catch (DamagedContentException e) {
      LOG.error("{}@{}: {}; push it again", name, canonical, e.getMessage());
      throw new RegistryException(
          ErrorCode.MANIFEST_UNKNOWN, e.getMessage() + "; push the image again");
    }
  }

  /**
   * What a push has stored.
   *
   * @param digest the digest to answer with: the client's own, or the SHA-256 when it pushed a tag
   * @param missing what the manifest refers to and the repository does not have
   */
  public record Stored(Digest digest, Set<Digest> missing) {}

  /**
   * Stores a manifest, durably, exactly as it was sent, and lets tags name it.
   *
   * @param claimed the digest that the client names, or null when it pushes a tag
   * @throws RegistryException DIGEST_INVALID, MANIFEST_BLOB_UNKNOWN, and what {@link PushRules}
   *     refuse
   */
  public Stored put(
      RepositoryName name,
      @Nullable Digest claimed,
      Collection<Tag> names,
      Manifest manifest,
      byte[] content)
      throws IOException {
    Digest canonical = Digest.sha256(content);
    Digest actual =
        claimed == null || claimed.algorithm() == Algorithm.SHA256
            ? canonical
            : Digest.of(claimed.algorithm(), content);
    if (claimed != null && !claimed.equals(actual)) {
      throw new RegistryException(
          ErrorCode.DIGEST_INVALID, "the manifest is " + actual + ", not " + claimed);
    }
    classes.check(manifest);
    Set<Digest> missing = references.check(name, manifest);
    Lock lock = lockOf(name).readLock();
    lock.lock();
    try {
      if (manifest.subject() != null) {
        referrers.add(name, manifest.subject().digest(), canonical, actual);
      }
      revisions.write(name, content, canonical, actual);
      for (Tag tag : names) {
        adoptReferrersUnder(name, tag);
        tags.set(name, tag, actual);
      }
    } finally {
      lock.unlock();
    }
    return new Stored(actual, missing);
  }

  /** Keeps what an index of referrers lists that a tag is about to stop naming. */
  private void adoptReferrersUnder(RepositoryName name, Tag tag) throws IOException {
    Digest index = ReferrersTag.matches(tag) ? tags.current(name, tag) : null;
    if (index != null) {
      referrers.adopt(name, index);
    }
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
      adoptReferrersUnder(name, tag);
      return tags.delete(name, tag);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a removal took away.
   *
   * @param references each reference that has stopped to work
   * @param subject what the manifest was about, or null
   */
  public record Removed(List<Reference> references, @Nullable Digest subject) {}

  /**
   * Removes a manifest from a repository, and first every tag that names it.
   *
   * @return null when there was no such manifest
   */
  public @Nullable Removed delete(RepositoryName name, Digest digest) throws IOException {
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
          adoptReferrersUnder(name, tag);
          tags.delete(name, tag);
          gone.add(tag);
          gone.add(named);
        }
      }
      Referrer referrer = referrers.read(name, digest);
      gone.addAll(revisions.unlink(name, canonical));
      if (referrer == null) {
        return new Removed(gone, null);
      }
      referrers.remove(name, referrer.subject(), canonical);
      return new Removed(gone, referrer.subject());
    } finally {
      lock.unlock();
    }
  }

  /**
   * All manifests of the repository that are about this subject, sorted by digest; the subject need
   * not exist.
   *
   * @param known an older list, whose entries need not be read again
   */
  public List<Referrer> referrers(RepositoryName name, Digest subject, List<Referrer> known)
      throws IOException {
    return referrers.list(name, subject, known);
  }

  /** All tags of a repository, sorted. */
  public List<Tag> tags(RepositoryName name) throws IOException {
    return tags.list(name);
  }

  private ReadWriteLock lockOf(RepositoryName name) {
    return locks[Math.floorMod(name.hashCode(), STRIPES)];
  }
}
