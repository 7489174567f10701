package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.manifest.StoredReferences;
import dev.privateregistry.registry.storage.FileTooLargeException;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;

/** Reads what manifests refer to. */
final class StoredManifests {
  private final StorageDriver driver;

  StoredManifests(StorageDriver driver) {
    this.driver = driver;
  }

  /** What is found where a manifest should be. */
  sealed interface Found {
    /** A manifest. */
    record Intact(StoredReferences references) implements Found {}

    /** Bytes that are no manifest, or not those that the digest names. */
    record Damaged(String why) implements Found {}

    /** Nothing. */
    record Gone() implements Found {}
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException when the storage fails: then nothing is known of it
   */
  Found read(Digest canonical) throws IOException {
    byte[] content;
    try {
      content = driver.read(StorageLayout.blob(canonical), ManifestParser.MAX_BYTES);
    } catch (FileTooLargeException e) {
      return new Found.Damaged("it is too large for a manifest");
    }
    if (content == null) {
      return new Found.Gone();
    }
    if (!Digest.of(canonical.algorithm(), content).equals(canonical)) {
      return new Found.Damaged("its bytes are not those that were pushed");
    }
    try {
      return new Found.Intact(StoredReferences.of(content));
    } catch (IOException e) {
      return new Found.Damaged("it is not a manifest");
    }
  }
}
