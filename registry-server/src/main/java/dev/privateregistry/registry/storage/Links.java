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
   * @throws BrokenLinkException when the file holds no digest
   */
  public @Nullable Digest read(String path) throws IOException {
    byte[] content;
    try {
      content = driver.read(path, MAX_BYTES);
    } catch (FileTooLargeException e) {
      throw new BrokenLinkException(path);
    }
    if (content == null) {
      return null;
    }
    Digest digest = Digest.tryParse(new String(content, StandardCharsets.ISO_8859_1).strip());
    if (digest == null) {
      throw new BrokenLinkException(path);
    }
    return digest;
  }

  /**
   * The digest in a link whose folder is named by a digest, or null when there is no such link.
   * What a file without a digest held is told by the folder: a power cut does not take content
   * away.
   */
  public @Nullable Digest read(String path, Digest folder) throws IOException {
    try {
      return read(path);
    } catch (BrokenLinkException e) {
      return folder.algorithm() == Digest.Algorithm.SHA256 ? folder : null;
    }
  }

  /** Writes a link durably, replacing the one that is there. */
  public void write(String path, Digest target) throws IOException {
    driver.write(
        path,
        target.toString().getBytes(StandardCharsets.US_ASCII),
        StorageDriver.Durability.DURABLE);
  }
}
