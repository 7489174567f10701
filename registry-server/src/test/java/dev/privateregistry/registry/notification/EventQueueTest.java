package dev.privateregistry.registry.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventQueueTest {
  private static final long LARGE = 1 << 20;

  @TempDir Path folder;

  @Test
  void shouldGoOnInOrderWhereItStoppedHoweverItStopped() throws Exception {
    EventQueue first = EventQueue.open(folder, LARGE);
    append(first, "a", "b", "c");
    deliver(first);
    // not closed: the process ended

    try (EventQueue second = EventQueue.open(folder, LARGE)) {
      assertEquals(2, second.pending());
      append(second, "d");
      assertEquals(List.of("b", "c", "d"), drain(second));
      assertEquals(0, second.pending());
    }
    try (EventQueue third = EventQueue.open(folder, LARGE)) {
      assertEquals(0, third.pending());
      append(third, "e");
      assertEquals(List.of("e"), drain(third));
    }
  }

  @Test
  void shouldCutOffAnEventOfWhichACrashLeftAPartWhereverItWasCut() throws Exception {
    try (EventQueue queue = EventQueue.open(folder, LARGE)) {
      append(queue, "first", "second");
    }
    Path segment = segment();
    byte[] whole = Files.readAllBytes(segment);
    int start = whole.length / 2;
    for (int length = 0; length < whole.length; length++) {
      Files.write(segment, java.util.Arrays.copyOf(whole, length));
      try (EventQueue queue = EventQueue.open(folder, LARGE)) {
        append(queue, "third");
        List<String> expected = length < 13 ? List.of("third") : List.of("first", "third");
        assertEquals(expected, drain(queue), "cut at " + length + " of " + start);
      }
      Files.delete(folder.resolve("position"));
    }
  }

  @Test
  void shouldNotBelieveBytesThatDoNotFitTheirChecksum() throws Exception {
    try (EventQueue queue = EventQueue.open(folder, LARGE)) {
      append(queue, "first", "second");
    }
    try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
      file.seek(file.length() - 1);
      file.write('X');
    }
    try (EventQueue queue = EventQueue.open(folder, LARGE)) {
      assertEquals(List.of("first"), drain(queue));
    }
  }

  @Test
  void shouldDeliverAgainRatherThanNotAtAllWhenThePositionIsLost() throws Exception {
    try (EventQueue queue = EventQueue.open(folder, LARGE)) {
      append(queue, "a", "b");
      deliver(queue);
    }
    Files.write(folder.resolve("position"), new byte[20]);

    try (EventQueue queue = EventQueue.open(folder, LARGE)) {
      assertEquals(List.of("a", "b"), drain(queue));
    }
  }

  @Test
  void shouldGiveUpTheOldestWhenItIsFullAndSayHowMany() throws Exception {
    try (EventQueue queue = EventQueue.open(folder, 4_000)) {
      long lost = 0;
      for (int i = 0; i < 100; i++) {
        lost +=
            queue.append(
                "event %03d %s".formatted(i, "x".repeat(90)).getBytes(StandardCharsets.UTF_8));
      }
      List<String> left = drain(queue);

      assertEquals(100, lost + left.size());
      assertTrue(lost > 50 && left.size() > 20, lost + " lost");
      assertEquals(
          IntStream.range((int) lost, 100).mapToObj("event %03d"::formatted).toList(),
          left.stream().map(text -> text.substring(0, 9)).toList());
    }
    assertTrue(bytesInFolder() < 8_000, "the disk is freed");
  }

  @Test
  void shouldNotWaitForAnEventThatWasGivenUp() throws Exception {
    try (EventQueue queue = EventQueue.open(folder, 400)) {
      append(queue, "x".repeat(90));
      EventQueue.Item first = queue.take();
      assertNotNull(first);
      assertTrue(queue.holds(first));
      for (int i = 0; i < 10; i++) {
        append(queue, "y".repeat(90));
      }

      assertFalse(queue.holds(first));
      queue.delivered(first);
      assertTrue(queue.pending() > 0);
    }
  }

  @Test
  void shouldWakeWhoWaitsWhenItIsStopped() throws Exception {
    try (EventQueue queue = EventQueue.open(folder, LARGE)) {
      Thread stopper = Thread.ofVirtual().start(queue::stop);
      assertNull(queue.take());
      stopper.join();
    }
  }

  private static void append(EventQueue queue, String... events) throws IOException {
    for (String event : events) {
      assertEquals(0, queue.append(event.getBytes(StandardCharsets.UTF_8)) / 100);
    }
  }

  private static String deliver(EventQueue queue) throws IOException {
    EventQueue.Item item = queue.take();
    assertNotNull(item);
    queue.delivered(item);
    return new String(item.content(), StandardCharsets.UTF_8);
  }

  private static List<String> drain(EventQueue queue) throws IOException {
    List<String> all = new ArrayList<>();
    while (queue.pending() > 0) {
      all.add(deliver(queue));
    }
    return all;
  }

  private Path segment() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".events")).findFirst().orElseThrow();
    }
  }

  private long bytesInFolder() throws IOException {
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
