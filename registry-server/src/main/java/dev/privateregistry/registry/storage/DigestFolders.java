package dev.privateregistry.registry.storage;

import dev.privateregistry.registry.domain.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Walks over folders that have a folder per digest. Names that are no digests are passed over. */
public final class DigestFolders {
  private final StorageDriver driver;

  public DigestFolders(StorageDriver driver) {
    this.driver = driver;
  }

  /** What is done with each digest. */
  @FunctionalInterface
  public interface Visitor {
    void visit(Digest digest) throws IOException;
  }

  /** The digests in folders {@code <folder>/<algorithm>/<hex>}. */
  public List<Digest> list(String folder) throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (String algorithm : driver.list(folder)) {
      for (String hex : driver.list(folder + "/" + algorithm)) {
        Digest digest = Digest.tryParse(algorithm + ":" + hex);
        if (digest != null) {
          digests.add(digest);
        }
      }
    }
    return digests;
  }

  /** The folders that together hold all content, each a small part of it. */
  public List<String> blobParts() throws IOException {
    List<String> parts = new ArrayList<>();
    for (String algorithm : driver.list(StorageLayout.BLOBS)) {
      String folder = StorageLayout.BLOBS + "/" + algorithm;
      for (String prefix : driver.list(folder)) {
        parts.add(folder + "/" + prefix);
      }
    }
    return parts;
  }

  /** Visits each digest of a folder of {@link #blobParts}. */
  public void blobsIn(String part, Visitor visitor) throws IOException {
    String[] path = part.split("/", -1);
    String algorithm = path[path.length - 2];
    for (String hex : driver.list(part)) {
      Digest digest = Digest.tryParse(algorithm + ":" + hex);
      if (digest != null && StorageLayout.blobFolder(digest).equals(part + "/" + hex)) {
        visitor.visit(digest);
      }
    }
  }

  /** Visits the digest of all content. */
  public void blobs(Visitor visitor) throws IOException {
    for (String part : blobParts()) {
      blobsIn(part, visitor);
    }
  }
}
