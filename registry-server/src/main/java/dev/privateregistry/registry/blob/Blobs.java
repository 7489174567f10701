package dev.privateregistry.registry.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The blobs of each repository. Content is shared; a repository has the blobs it links. */
public final class Blobs {
  private static final int MAX_SEEN = 100_000;
  private static final Digest EMPTY = Digest.sha256(new byte[0]);

  private final StorageDriver driver;
  private final Links links;

  /** In which repository each blob was last seen by this process; a hint that is checked. */
  private final Cache<Digest, RepositoryName> seenIn =
      Caffeine.newBuilder().maximumSize(MAX_SEEN).build();

  public Blobs(StorageDriver driver) {
    this.driver = driver;
    this.links = new Links(driver);
  }

  /**
   * A blob that a repository has.
   *
   * @param canonical the SHA-256 under which the content is kept
   * @param size in bytes
   */
  public record BlobFacts(Digest canonical, long size) {}

  /** What is known of a blob, or null when the repository has none of this digest. */
  public @Nullable BlobFacts find(RepositoryName name, Digest digest) throws IOException {
    Digest canonical = links.read(StorageLayout.layerLink(name, digest), digest);
    if (canonical == null) {
      return null;
    }
    long size = driver.size(StorageLayout.blob(canonical));
    if (size < 0 || isLost(canonical, size)) {
      return null;
    }
    seenIn.put(digest, name);
    return new BlobFacts(canonical, size);
  }

  /** Registries that write in place leave an empty file after a power cut: a push replaces it. */
  private static boolean isLost(Digest canonical, long size) {
    return size == 0 && !canonical.equals(EMPTY);
  }

  /** A repository that may have this blob, or null when this process has seen it in none. */
  public @Nullable RepositoryName seenIn(Digest digest) {
    return seenIn.getIfPresent(digest);
  }

  /** Opens the content of a blob that was found, or returns null when it is gone meanwhile. */
  public @Nullable StoredFile open(BlobFacts blob) throws IOException {
    return driver.open(StorageLayout.blob(blob.canonical()));
  }

  /** The content of a small blob that was found, or null when it is gone meanwhile. */
  public byte @Nullable [] read(BlobFacts blob) throws IOException {
    return driver.read(StorageLayout.blob(blob.canonical()), Math.toIntExact(blob.size()));
  }

  /** Makes content a blob of a repository, under its own digest and the one a client uses. */
  void link(RepositoryName name, Digest canonical, Digest used) throws IOException {
    links.write(StorageLayout.layerLink(name, canonical), canonical);
    if (!used.equals(canonical)) {
      links.write(StorageLayout.layerLink(name, used), canonical);
    }
    seenIn.put(used, name);
  }

  /**
   * Gives a repository a blob of another one. Who asks must be allowed to pull from that one.
   *
   * @return whether there was such a blob
   */
  public boolean mount(RepositoryName from, RepositoryName to, Digest digest) throws IOException {
    BlobFacts blob = find(from, digest);
    if (blob == null) {
      return false;
    }
    link(to, blob.canonical(), digest);
    return true;
  }

  /**
   * Takes a blob from a repository; other repositories keep it.
   *
   * @return whether the repository had it
   */
  public boolean unlink(RepositoryName name, Digest digest) throws IOException {
    return driver.delete(StorageLayout.layerLink(name, digest), Durability.DURABLE);
  }
}
