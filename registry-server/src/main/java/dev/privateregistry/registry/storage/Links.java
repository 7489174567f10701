package dev.privateregistry.registry.storage;

import dev.privateregistry.registry.domain.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Link files: each holds one digest, without a newline. */
public final class Links {
  private static final int MAX_BYTES = 1024;

  private final StorageDriver driver;

  public Links(StorageDriver driver) {
    this.driver = driver;
  }

  /**
   * The digest in a link, or null when there is no such link.
   *
   * @throws IOException also when the file holds no digest
   */
  public @Nullable Digest read(String path) throws IOException {
    byte[] content = driver.read(path, MAX_BYTES);
    if (content == null) {
      return null;
    }
    Digest digest = Digest.tryParse(new String(content, StandardCharsets.ISO_8859_1).strip());
    if (digest == null) {
      throw new IOException("the link " + path + " does not hold a digest");
    }
    return digest;
  }

  /** Writes a link durably, replacing the one that is there. */
  public void write(String path, Digest target) throws IOException {
    driver.write(
        path,
        target.toString().getBytes(StandardCharsets.US_ASCII),
        StorageDriver.Durability.DURABLE);
  }
}
