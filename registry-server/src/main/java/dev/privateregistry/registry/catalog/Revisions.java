package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.storage.FileTooLargeException;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The manifests of each repository by digest. */
final class Revisions {
  private final StorageDriver driver;
  private final Links links;

  Revisions(StorageDriver driver) {
    this.driver = driver;
    this.links = new Links(driver);
  }

  /** Whether the repository has this manifest. */
  boolean exists(RepositoryName name, Digest digest) throws IOException {
    return canonical(name, digest) != null;
  }

  /** The SHA-256 of a manifest that the repository has, else null. */
  @Nullable Digest canonical(RepositoryName name, Digest digest) throws IOException {
    Digest canonical = links.read(StorageLayout.revisionLink(name, digest), digest);
    return canonical != null && driver.size(StorageLayout.blob(canonical)) > 0 ? canonical : null;
  }

  /**
   * The bytes of a manifest by its SHA-256, or null when they are gone.
   *
   * @throws DamagedContentException when they are not what the digest says
   */
  byte @Nullable [] read(Digest canonical) throws IOException {
    byte[] content = readAny(canonical);
    if (content != null && !Digest.of(canonical.algorithm(), content).equals(canonical)) {
      throw new DamagedContentException(canonical);
    }
    return content;
  }

  private byte @Nullable [] readAny(Digest canonical) throws IOException {
    try {
      return driver.read(StorageLayout.blob(canonical), ManifestParser.MAX_BYTES);
    } catch (FileTooLargeException e) {
      throw new DamagedContentException(canonical);
    }
  }

  /** Stores a manifest durably, under its SHA-256 and the digest a client uses. */
  void write(RepositoryName name, byte[] content, Digest canonical, Digest used)
      throws IOException {
    driver.write(StorageLayout.blob(canonical), content, Durability.DURABLE);
    links.write(StorageLayout.revisionLink(name, canonical), canonical);
    if (!used.equals(canonical)) {
      links.write(StorageLayout.revisionLink(name, used), canonical);
    }
  }

  /**
   * Takes a manifest from a repository.
   *
   * @return each digest that may have named it
   */
  List<Digest> unlink(RepositoryName name, Digest canonical) throws IOException {
    List<Digest> names = new ArrayList<>(List.of(canonical));
    try {
      byte[] content = readAny(canonical);
      if (content != null) {
        names.addFirst(Digest.of(Algorithm.SHA512, content));
      }
    } catch (DamagedContentException e) {
      // no other name can be told from it
    }
    for (Digest digest : names) {
      driver.delete(StorageLayout.revisionLink(name, digest), Durability.DURABLE);
    }
    return names;
  }
}
