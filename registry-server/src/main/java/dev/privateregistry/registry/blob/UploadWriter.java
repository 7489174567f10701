package dev.privateregistry.registry.blob;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageFullException;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request's turn on an upload session; closing it lets the next request have its turn. */
public final class UploadWriter implements Closeable {
  private static final int REHASH_BUFFER = 256 * 1024;

  private final Uploads uploads;
  private final StorageDriver driver;
  private final UploadSession session;
  private final String path;
  private final AppendFile file;
  private final Closeable claim;
  private ContentHash hash;

  private UploadWriter(
      Uploads uploads,
      StorageDriver driver,
      UploadSession session,
      AppendFile file,
      Closeable claim,
      ContentHash hash) {
    this.uploads = uploads;
    this.driver = driver;
    this.session = session;
    this.path = StorageLayout.uploadData(session.repository(), session.id());
    this.file = file;
    this.claim = claim;
    this.hash = hash;
  }

  /**
   * Opens the session's bytes; the caller has the session's turn and its claim, and gives both up
   * on failure.
   */
  static UploadWriter open(
      Uploads uploads,
      StorageDriver driver,
      UploadSession session,
      Closeable claim,
      @Nullable Digest used)
      throws IOException {
    String path = StorageLayout.uploadData(session.repository(), session.id());
    AppendFile file = driver.append(path);
    try {
      session.stored = file.size();
      ContentHash hash = hashOf(driver, path, file.size(), session.hash, used);
      session.hash = hash;
      return new UploadWriter(uploads, driver, session, file, claim, hash);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The running hash if it is that of all bytes on disk, else a new one over them. */
  private static ContentHash hashOf(
      StorageDriver driver,
      String path,
      long size,
      @Nullable ContentHash running,
      @Nullable Digest used)
      throws IOException {
    Algorithm wanted = used == null ? Algorithm.SHA256 : used.algorithm();
    if (running != null && running.length() == size && running.covers(wanted)) {
      return running;
    }
    ContentHash hash = new ContentHash(wanted == Algorithm.SHA512);
    if (size > 0) {
      hashFile(driver, path, hash);
    }
    return hash;
  }

  private static void hashFile(StorageDriver driver, String path, ContentHash hash)
      throws IOException {
    StoredFile stored = driver.open(path);
    if (stored == null) {
      throw new IOException(path + " disappeared");
    }
    try (stored) {
      ReadableByteChannel channel =
          switch (stored) {
            case StoredFile.OnDisk disk -> disk.channel();
            case StoredFile.Streamed streamed -> streamed.range(0, streamed.size());
          };
      ByteBuffer buffer = ByteBuffer.allocateDirect(REHASH_BUFFER);
      while (channel.read(buffer) >= 0) {
        hash.update(buffer.flip());
        buffer.clear();
      }
    }
  }

  /** Bytes stored so far. */
  public long offset() {
    return hash.length();
  }

  /** Appends everything the source gives. When the sender fails, what came before stays. */
  public void append(ByteSource source) throws IOException {
    try {
      for (ByteBuffer piece = source.next(); piece != null; piece = source.next()) {
        hash.update(piece);
        file.write(piece);
        session.stored = hash.length();
      }
    } catch (StorageFullException e) {
      cancel();
      throw e;
    } catch (IOException e) {
      session.hash = null;
      throw e;
    }
  }

  /** Drops everything after this offset. */
  public void truncate(long offset) throws IOException {
    session.hash = null;
    file.truncate(offset);
    session.stored = offset;
    hash = hashOf(driver, path, offset, null, null);
    session.hash = hash;
  }

  /**
   * Makes the bytes a blob of the repository, durably, and ends the session.
   *
   * @throws RegistryException DIGEST_INVALID when they are not the content of this digest; the
   *     session is over then too
   */
  public void commit(Digest used) throws IOException {
    session.hash = null;
    Digest actual = hash.finish(used.algorithm());
    if (!actual.equals(used)) {
      cancel();
      throw new RegistryException(
          ErrorCode.DIGEST_INVALID,
          new WordedDetail(
              "the uploaded content is " + actual + ", not " + used,
              Map.of("Digest", used.toString(), "Reason", Map.of())));
    }
    Digest canonical =
        used.algorithm() == Algorithm.SHA256 ? actual : hash.finish(Algorithm.SHA256);
    force();
    driver.move(path, StorageLayout.blob(canonical));
    uploads.link(session, canonical, used);
    uploads.end(session);
  }

  /** Bytes that may not be on the medium are of no use to anybody. */
  private void force() throws IOException {
    try {
      file.force();
    } catch (IOException e) {
      try {
        cancel();
      } catch (IOException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  /** Ends the session and drops its bytes. */
  public void cancel() throws IOException {
    uploads.end(session);
  }

  @Override
  public void close() throws IOException {
    try (claim) {
      file.close();
    } finally {
      session.turn.unlock();
    }
  }
}
