package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
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
            new AfterTheTagWasRead(storage, () -> move(before)), TestRegistry.options(true, false));

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
  private static final class AfterTheTagWasRead extends ForwardingDriver {
    private @Nullable Runnable event;

    AfterTheTagWasRead(StorageDriver storage, Runnable event) {
      super(storage);
      this.event = event;
    }

    @Override
    public byte @Nullable [] read(String path, int limit) throws IOException {
      byte[] content = super.read(path, limit);
      Runnable next = event;
      if (next != null && path.endsWith("/current/link")) {
        event = null;
        next.run();
      }
      return content;
    }
  }
}
