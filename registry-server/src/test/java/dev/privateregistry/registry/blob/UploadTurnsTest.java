package dev.privateregistry.registry.blob;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests to one upload at once: each has its turn, as if they had come one after the other
 * (Lincheck, stress testing; the specification is the class itself, used by one thread).
 */
@Tag("durability")
public class UploadTurnsTest {
  private static final RepositoryName NAME = new RepositoryName("a");
  private static final String OWNER = "alice";

  private final MemoryDriver driver = new MemoryDriver();
  private final Blobs blobs = new Blobs(driver);
  private final Uploads uploads = new Uploads(driver, blobs, Clock.systemUTC());
  private final String id;

  public UploadTurnsTest() throws IOException {
    id = uploads.start(NAME, OWNER, Algorithm.SHA256).id();
  }

  @Operation
  public String append(@Param(gen = IntGen.class, conf = "1:3") int bytes) throws IOException {
    return inTurn(
        writer -> {
          long before = writer.offset();
          writer.append(source(bytes));
          return before + " to " + writer.offset();
        });
  }

  @Operation
  public String cutBack() throws IOException {
    return inTurn(
        writer -> {
          writer.truncate(writer.offset() / 2);
          return "cut to " + writer.offset();
        });
  }

  @Operation
  public String commit() throws IOException {
    return inTurn(
        writer -> {
          long length = writer.offset();
          writer.commit(digest((int) length));
          return "committed " + length;
        });
  }

  @Operation
  public String cancel() throws IOException {
    return inTurn(
        writer -> {
          writer.cancel();
          return "cancelled";
        });
  }

  @Operation
  public boolean isThere(@Param(gen = IntGen.class, conf = "0:3") int length) throws IOException {
    return blobs.find(NAME, digest(length)) != null;
  }

  private interface Turn {
    String take(UploadWriter writer) throws IOException;
  }

  private String inTurn(Turn turn) throws IOException {
    UploadSession session = uploads.find(NAME, id, OWNER);
    if (session == null) {
      return "unknown";
    }
    try (UploadWriter writer = uploads.open(session, null)) {
      return turn.take(writer);
    } catch (RegistryException e) {
      return "unknown";
    }
  }

  private static ByteSource source(int bytes) {
    Deque<ByteBuffer> pieces = new ArrayDeque<>(List.of(content(bytes)));
    return pieces::poll;
  }

  private static ByteBuffer content(int length) {
    return ByteBuffer.wrap("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
  }

  private static Digest digest(int length) {
    return Digest.sha256(content(length).array());
  }

  @Test
  void shouldGiveEachRequestItsTurn() {
    new StressOptions()
        .iterations(40)
        .invocationsPerIteration(600)
        .threads(3)
        .actorsPerThread(3)
        .check(UploadTurnsTest.class);
  }
}
