package dev.privateregistry.registry.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotFileTest {
  @TempDir Path folder;

  private static String upperCase(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (text.startsWith("bad")) {
      throw new IllegalArgumentException("it is bad");
    }
    return text.toUpperCase(Locale.ROOT);
  }

  @Test
  void shouldLoadChangedContentWithinOneSecond() throws Exception {
    Path path = Files.writeString(folder.resolve("f"), "one");
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      assertEquals("ONE", file.value());

      Files.writeString(path, "two");
      Duration taken = await(file, state -> state.value().equals("TWO"));

      assertTrue(taken.toMillis() < 1_000, taken.toString());
      assertEquals(
          HotFile.fingerprint("two".getBytes(StandardCharsets.UTF_8)), file.state().fingerprint());
      assertNull(file.state().error());
    }
  }

  @Test
  void shouldSeeContentOfSameSizeAndTime() throws Exception {
    Path path = Files.writeString(folder.resolve("f"), "one");
    FileTime time = Files.getLastModifiedTime(path);
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      Files.writeString(path, "two");
      Files.setLastModifiedTime(path, time);

      await(file, state -> state.value().equals("TWO"));
    }
  }

  @Test
  void shouldFollowTheSwappedLinkOfAProjectedSecret() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("..1")).resolve("f"), "one");
    Files.writeString(Files.createDirectory(folder.resolve("..2")).resolve("f"), "two");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Path path = Files.createSymbolicLink(folder.resolve("f"), Path.of("..data", "f"));
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("..2"));
      Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

      await(file, state -> state.value().equals("TWO"));
    }
  }

  @Test
  void shouldKeepTheLastGoodValueAndSayWhy() throws Exception {
    Path path = Files.writeString(folder.resolve("f"), "one");
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      String fingerprint = file.state().fingerprint();

      Files.writeString(path, "bad");
      await(file, state -> state.error() != null);
      assertEquals("ONE", file.value());
      assertEquals("it is bad", file.state().error());
      assertEquals(fingerprint, file.state().fingerprint());

      Files.delete(path);
      await(file, state -> "no such file".equals(state.error()));
      assertEquals("ONE", file.value());

      Files.writeString(path, "two");
      await(file, state -> state.value().equals("TWO") && state.error() == null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n\t"})
  void shouldTakeAFileEmptiedInPlaceForAnEditThatBrokeOff(String nothing) throws Exception {
    Path path = Files.writeString(folder.resolve("f"), "one");
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      Files.writeString(path, nothing);
      await(file, state -> state.error() != null);
      assertEquals("ONE", file.value());
      assertEquals(
          "it was emptied in place, as by an edit that broke off; replace the file to mean it",
          file.state().error());

      Files.writeString(path, "two");
      await(file, state -> state.value().equals("TWO") && state.error() == null);
    }
  }

  @Test
  void shouldLoadAnEmptyFileThatTakesTheOthersPlace() throws Exception {
    Path path = Files.writeString(folder.resolve("f"), "one");
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      Path next = Files.writeString(folder.resolve("next"), "");
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

      await(file, state -> state.value().isEmpty());
      assertNull(file.state().error());
    }
  }

  @Test
  void shouldForgetTheErrorWhenTheOldContentIsBack() throws Exception {
    Path path = Files.writeString(folder.resolve("f"), "one");
    try (HotFile<String> file = HotFile.open(path, HotFileTest::upperCase)) {
      Files.writeString(path, "bad");
      await(file, state -> state.error() != null);
      assertNotNull(file.state().error());

      Files.writeString(path, "one");
      await(file, state -> state.error() == null);
      assertEquals("ONE", file.value());
    }
  }

  @Test
  void shouldNotStartWithoutAUsableFile() throws IOException {
    Path missing = folder.resolve("missing");
    Path bad = Files.writeString(folder.resolve("bad"), "bad");

    assertThrows(NoSuchFileException.class, () -> HotFile.open(missing, HotFileTest::upperCase));
    assertThrows(IllegalArgumentException.class, () -> HotFile.open(bad, HotFileTest::upperCase));
  }

  private static Duration await(HotFile<String> file, Predicate<HotFile.State<String>> condition)
      throws Exception {
    Instant start = Instant.now();
    while (!condition.test(file.state())) {
      if (Duration.between(start, Instant.now()).toSeconds() >= 10) {
        throw new AssertionError("still " + file.state());
      }
      Thread.sleep(5);
    }
    return Duration.between(start, Instant.now());
  }
}
