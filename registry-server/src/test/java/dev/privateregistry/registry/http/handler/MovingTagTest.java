package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StoredFile;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A tag that is moved, and its old manifest deleted, between two looks of one request. */
class MovingTagTest {
  private final MemoryDriver storage = new MemoryDriver();
  private final TestRegistry writer = new TestRegistry(storage, TestRegistry.options(true, false));

  @Test
  void shouldAnswerWithWhatTheTagNamesNow() {
    Digest before = writer.pushImage("a", "latest", "before");
    TestRegistry reader =
        new TestRegistry(
            new AfterTheTagWasRead(() -> move(before)), TestRegistry.options(true, false));

    Response answer = reader.expect(200, "GET", "/v2/a/manifests/latest");

    Response now = writer.expect(200, "GET", "/v2/a/manifests/latest");
    assertEquals(
        now.headers().first("Docker-Content-Digest"),
        answer.headers().first("Docker-Content-Digest"));
    assertEquals(TestRegistry.text(now), TestRegistry.text(answer));
  }

  private void move(Digest before) {
    writer.pushImage("a", "latest", "after");
    writer.expect(202, "DELETE", "/v2/a/manifests/" + before);
  }

  /** The same storage; something happens after the first time that a tag was read. */
  private final class AfterTheTagWasRead implements StorageDriver {
    private @Nullable Runnable event;

    AfterTheTagWasRead(Runnable event) {
      this.event = event;
    }

    @Override
    public byte @Nullable [] read(String path, int limit) throws IOException {
      byte[] content = storage.read(path, limit);
      Runnable next = event;
      if (next != null && path.endsWith("/current/link")) {
        event = null;
        next.run();
      }
      return content;
    }

    @Override
    public long size(String path) throws IOException {
      return storage.size(path);
    }

    @Override
    public @Nullable StoredFile open(String path) throws IOException {
      return storage.open(path);
    }

    @Override
    public void write(String path, byte[] content, Durability durability) throws IOException {
      storage.write(path, content, durability);
    }

    @Override
    public AppendFile append(String path) throws IOException {
      return storage.append(path);
    }

    @Override
    public void move(String from, String to) throws IOException {
      storage.move(from, to);
    }

    @Override
    public boolean delete(String path, Durability durability) throws IOException {
      return storage.delete(path, durability);
    }

    @Override
    public List<String> list(String path) throws IOException {
      return storage.list(path);
    }

    @Override
    public @Nullable Instant modified(String path) throws IOException {
      return storage.modified(path);
    }

    @Override
    public List<String> temporaries(String path) throws IOException {
      return storage.temporaries(path);
    }
  }
}
