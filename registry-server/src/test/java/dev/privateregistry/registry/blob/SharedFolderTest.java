package dev.privateregistry.registry.blob;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one folder, and a client whose requests reach one or the other. */
class SharedFolderTest {
  private static final RepositoryName NAME = requireNonNull(RepositoryName.tryParse("team/app"));

  private final StorageDriver folder;
  private final Uploads one;
  private final Uploads other;

  SharedFolderTest(@TempDir Path root) throws IOException {
    folder = new FilesystemDriver(root);
    one = uploads(folder);
    other = uploads(new FilesystemDriver(root));
  }

  @Test
  void shouldGoOnWithAnUploadThatAnotherServerBegan() throws IOException {
    UploadSession begun = one.start(NAME, "ann", Algorithm.SHA256);
    append(one, begun, "abc");
    append(other, found(other, begun), "def");
    append(one, begun, "ghi");
    commit(other, found(other, begun), "abcdefghi");
  }

  @Test
  void shouldNotWriteToAnUploadWhileAnotherServerDoes() throws Exception {
    UploadSession begun = one.start(NAME, "ann", Algorithm.SHA256);
    CompletableFuture<Long> late;
    try (UploadWriter writer = one.open(begun, null)) {
      writer.append(bytes("abc"));
      UploadSession same = found(other, begun);
      late = CompletableFuture.supplyAsync(() -> appendLate(same));
      assertThrows(TimeoutException.class, () -> late.get(300, TimeUnit.MILLISECONDS));
      assertEquals(3, other.offset(same), "the offset can be asked for meanwhile");
    }
    assertEquals(3, late.get(10, TimeUnit.SECONDS), "it went on where the first one ended");
    commit(one, begun, "abcXYZ");
  }

  @Test
  void shouldEndAnUploadOnceOnly() throws IOException {
    UploadSession begun = one.start(NAME, "ann", Algorithm.SHA256);
    append(one, begun, "abc");
    UploadSession same = found(other, begun);
    commit(one, begun, "abc");
    assertThrows(RegistryException.class, () -> other.open(same, null));
  }

  private long appendLate(UploadSession session) {
    try (UploadWriter writer = other.open(session, null)) {
      long offset = writer.offset();
      writer.append(bytes("XYZ"));
      return offset;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void append(Uploads server, UploadSession session, String text)
      throws IOException {
    try (UploadWriter writer = server.open(session, null)) {
      writer.append(bytes(text));
    }
  }

  private void commit(Uploads server, UploadSession session, String text) throws IOException {
    Digest digest = Digest.sha256(text.getBytes(US_ASCII));
    try (UploadWriter writer = server.open(session, digest)) {
      writer.commit(digest);
    }
    assertArrayEquals(text.getBytes(US_ASCII), folder.read(StorageLayout.blob(digest), 100));
    assertFalse(folder.size(StorageLayout.uploadStartedAt(NAME, session.id())) >= 0);
  }

  private static UploadSession found(Uploads server, UploadSession session) throws IOException {
    UploadSession found = server.find(NAME, session.id(), "ann");
    if (found == null) {
      throw new AssertionError("the other server does not find the upload");
    }
    return found;
  }

  private static ByteSource bytes(String text) {
    Iterator<ByteBuffer> pieces = List.of(ByteBuffer.wrap(text.getBytes(US_ASCII))).iterator();
    return () -> pieces.hasNext() ? pieces.next() : null;
  }

  private static Uploads uploads(StorageDriver driver) {
    return new Uploads(driver, new Blobs(driver), Clock.systemUTC());
  }
}
