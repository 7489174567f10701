package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.gc.Finding.Severity;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;

/** Compares the bytes of content with the digest that names it. */
final class BlobCheck {
  private static final int BUFFER = 256 * 1024;

  private final StorageDriver driver;
  private final Findings findings;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  BlobCheck(StorageDriver driver, Findings findings) {
    this.driver = driver;
    this.findings = findings;
  }

  void check(Digest digest) throws IOException {
    String path = StorageLayout.blob(digest);
    StoredFile file = driver.open(path);
    if (file == null || digest.equals(hash(digest.algorithm(), file))) {
      return;
    }
    String aside = StorageLayout.damagedBlob(digest);
    String problem = "its bytes are not those that were pushed";
    if (driver.size(aside) >= 0) {
      findings.beyondRepair(
          Severity.WRONG,
          "blob " + digest,
          problem,
          "move " + aside + " away: earlier damaged bytes are there");
    } else {
      findings.wrong(
          "blob " + digest,
          problem,
          "setting them aside as " + aside + ", so that it can be pushed again",
          () -> driver.move(path, aside));
    }
  }

  private Digest hash(Digest.Algorithm algorithm, StoredFile file) throws IOException {
    MessageDigest hash = algorithm.newHash();
    try (file) {
      ReadableByteChannel channel =
          switch (file) {
            case StoredFile.OnDisk disk -> disk.channel();
            case StoredFile.Streamed streamed -> streamed.range(0, streamed.size());
          };
      buffer.clear();
      while (channel.read(buffer) >= 0) {
        hash.update(buffer.flip());
        buffer.clear();
      }
    }
    return Digest.finish(algorithm, hash);
  }
}
