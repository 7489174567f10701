package dev.privateregistry.registry.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.storage.StorageDriver.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every storage driver does. A subclass supplies the driver. */
public abstract class StorageDriverContract {
  /** How far the clock of a file system may lag. */
  private static final Duration CLOCK_GRAIN = Duration.ofMillis(100);

  private StorageDriver driver;

  /** A driver over empty storage. */
  protected abstract StorageDriver create() throws IOException;

  /** Everything that is left in the storage, temporary files and folders included. */
  protected abstract List<String> leftovers() throws IOException;

  @BeforeEach
  void createDriver() throws IOException {
    driver = create();
  }

  @AfterEach
  void shouldLeaveNothingBehind() throws IOException {
    for (String name : driver.list("")) {
      driver.delete("/" + name, Durability.VOLATILE);
    }
    assertEquals(List.of(), leftovers());
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldReadBackWhatWasWritten(Durability durability) throws IOException {
    driver.write("/a/b/c", bytes("one"), durability);
    assertArrayEquals(bytes("one"), driver.read("/a/b/c", 3));
    assertEquals(3, driver.size("/a/b/c"));
    driver.write("/a/b/c", bytes("longer"), durability);
    assertArrayEquals(bytes("longer"), driver.read("/a/b/c", 100));
    driver.write("/a/b/c", bytes(""), durability);
    assertArrayEquals(bytes(""), driver.read("/a/b/c", 0));
  }

  @Test
  void shouldTellWhatIsAbsent() throws IOException {
    driver.write("/folder/file", bytes("x"), Durability.VOLATILE);
    for (String path : List.of("/no", "/folder/no", "/no/no/no", "/folder/file/no", "/folder")) {
      assertEquals(-1, driver.size(path), path);
    }
    assertNull(driver.read("/folder/no", 10));
    assertNull(driver.open("/no/no"));
    assertNull(driver.open("/folder/file/no"));
    assertFalse(driver.delete("/folder/no", Durability.DURABLE));
    assertEquals(List.of(), driver.list("/no"));
    assertThrows(NoSuchFileException.class, () -> driver.move("/folder/no", "/folder/to"));
  }

  @Test
  void shouldTellWhenAFileWasLastWritten() throws IOException {
    Instant before = Instant.now().minus(CLOCK_GRAIN);
    driver.write("/d/file", bytes("x"), Durability.VOLATILE);
    Instant written = driver.modified("/d/file");
    assertNotNull(written);
    assertTrue(!written.isBefore(before) && !written.isAfter(Instant.now().plus(CLOCK_GRAIN)));
    driver.move("/d/file", "/d/moved");
    assertEquals(written, driver.modified("/d/moved"));
    assertNull(driver.modified("/d/file"));
    assertNull(driver.modified("/d"));
    assertNull(driver.modified("/d/moved/no"));
  }

  @Test
  void shouldHaveNoTemporaryFilesOnceWritesAreDone() throws IOException {
    driver.write("/d/file", bytes("x"), Durability.DURABLE);
    assertEquals(List.of(), driver.temporaries("/d"));
    assertEquals(List.of(), driver.temporaries("/no"));
  }

  @Test
  void shouldRefuseToReadMoreThanTheLimit() throws IOException {
    driver.write("/a", bytes("12345"), Durability.VOLATILE);
    assertThrows(FileTooLargeException.class, () -> driver.read("/a", 4));
  }

  @Test
  void shouldListNamesSorted() throws IOException {
    for (String path : List.of("/d/b", "/d/a/x", "/d/a/y", "/d/c.tmp/x", "/d0/z", "/d-/z")) {
      driver.write(path, bytes("x"), Durability.VOLATILE);
    }
    assertEquals(List.of("a", "b", "c.tmp"), driver.list("/d"));
    assertEquals(List.of("x", "y"), driver.list("/d/a"));
    assertEquals(List.of(), driver.list("/d/b"));
  }

  @Test
  void shouldAppend() throws IOException {
    try (AppendFile file = driver.append("/u/data")) {
      assertEquals(0, file.size());
      file.write(ByteBuffer.wrap(bytes("abc")));
      ByteBuffer direct = ByteBuffer.allocateDirect(3).put(bytes("def")).flip();
      file.write(direct);
      assertFalse(direct.hasRemaining());
      assertEquals(6, file.size());
      file.force();
    }
    try (AppendFile file = driver.append("/u/data")) {
      assertEquals(6, file.size());
      file.truncate(4);
      file.write(ByteBuffer.wrap(bytes("X")));
      assertEquals(5, file.size());
    }
    assertArrayEquals(bytes("abcdX"), driver.read("/u/data", 10));
  }

  @Test
  void shouldMoveOverAnExistingFile() throws IOException {
    driver.write("/from/file", bytes("new"), Durability.VOLATILE);
    driver.write("/to/x/file", bytes("old"), Durability.DURABLE);
    driver.move("/from/file", "/to/x/file");
    assertArrayEquals(bytes("new"), driver.read("/to/x/file", 10));
    assertEquals(-1, driver.size("/from/file"));
    driver.move("/to/x/file", "/quite/new/folder/file");
    assertArrayEquals(bytes("new"), driver.read("/quite/new/folder/file", 10));
  }

  @Test
  void shouldDeleteFoldersWhole() throws IOException {
    driver.write("/d/a/x", bytes("x"), Durability.DURABLE);
    driver.write("/d/b/y", bytes("y"), Durability.DURABLE);
    driver.write("/da", bytes("z"), Durability.DURABLE);
    assertTrue(driver.delete("/d/a", Durability.DURABLE));
    assertEquals(List.of("b"), driver.list("/d"));
    assertTrue(driver.delete("/d/b/y", Durability.VOLATILE));
    assertEquals(List.of("da"), driver.list(""));
    driver.write("/d/a/x", bytes("again"), Durability.DURABLE);
    assertArrayEquals(bytes("again"), driver.read("/d/a/x", 10));
  }

  @Test
  void shouldKeepAnOpenFileReadableWhenItIsReplacedAndDeleted() throws IOException {
    driver.write("/a", bytes("before"), Durability.DURABLE);
    StoredFile file = driver.open("/a");
    assertNotNull(file);
    try (file) {
      driver.write("/a", bytes("after!"), Durability.DURABLE);
      driver.delete("/a", Durability.DURABLE);
      assertEquals(6, file.size());
      assertEquals("fore", content(file, 2, 4));
    }
  }

  /**
   * A file is seen before or after a write, and writers of one folder do not disturb each other.
   */
  @Test
  void shouldNeverShowPartOfAWrite() throws Exception {
    byte[] one = "1".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    byte[] two = "2".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    driver.write("/shared/file", one, Durability.VOLATILE);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> reads = threads.submit(() -> readUntil(done, one, two));
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String other = "/shared/other/" + i;
        writers.add(
            () -> {
              for (int round = 0; round < 50; round++) {
                driver.write("/shared/file", round % 2 == 0 ? two : one, Durability.VOLATILE);
                driver.write(other, one, Durability.VOLATILE);
                driver.delete(other, Durability.VOLATILE);
              }
              return null;
            });
      }
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
      done.set(true);
      assertTrue(reads.get() > 0);
    }
  }

  private int readUntil(AtomicBoolean done, byte[] one, byte[] two) throws IOException {
    int reads = 0;
    do {
      byte[] seen = driver.read("/shared/file", 20_000);
      assertNotNull(seen);
      assertArrayEquals(seen.length == one.length ? one : two, seen);
      reads++;
    } while (!done.get());
    return reads;
  }

  private static String content(StoredFile file, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    switch (file) {
      case StoredFile.OnDisk disk -> disk.channel().read(buffer, offset);
      case StoredFile.Streamed streamed -> {
        try (ReadableByteChannel channel = streamed.range(offset, length)) {
          channel.read(buffer);
        }
      }
    }
    return new String(buffer.array(), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
