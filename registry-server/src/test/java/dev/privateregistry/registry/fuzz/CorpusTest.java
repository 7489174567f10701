package dev.privateregistry.registry.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kept inputs of every target, and small changes of them. */
@Timeout(60)
class CorpusTest {
  private static final int CHANGES = 2000;
  private static final long NANOS = 800_000_000L;

  @ParameterizedTest
  @EnumSource
  void shouldHoldForTheKeptInputs(FuzzTarget target) throws IOException {
    List<Path> inputs = target.inputs();
    assertFalse(inputs.isEmpty(), "no inputs are kept");
    for (Path input : inputs) {
      check(target, Files.readAllBytes(input), input.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldForSmallChangesOfTheKeptInputs(FuzzTarget target) throws IOException {
    Random random = new Random(target.name().hashCode());
    List<Path> inputs = target.inputs();
    long end = System.nanoTime() + NANOS;
    for (int i = 0; i < CHANGES && System.nanoTime() < end; i++) {
      Path seed = inputs.get(random.nextInt(inputs.size()));
      byte[] changed = Files.readAllBytes(seed);
      for (int k = random.nextInt(4); k >= 0; k--) {
        changed = changed(changed, random);
      }
      check(target, changed, "change " + i + " of " + seed);
    }
  }

  private static byte[] changed(byte[] input, Random random) {
    int at = input.length == 0 ? 0 : random.nextInt(input.length);
    int end = input.length == 0 ? 0 : at + random.nextInt(Math.min(16, input.length - at) + 1);
    return switch (random.nextInt(4)) {
      case 0 -> join(input, at, new byte[] {(byte) random.nextInt(256)}, at);
      case 1 ->
          join(
              input,
              at,
              new byte[] {(byte) " \r\n\0:/%=&;,-0\"{}[]\\".charAt(random.nextInt(18))},
              at);
      case 2 -> join(input, at, new byte[0], end);
      default -> join(input, at, Arrays.copyOfRange(input, at, end), at);
    };
  }

  /** The bytes before {@code at}, the middle, and the bytes from {@code rest} on. */
  private static byte[] join(byte[] input, int at, byte[] middle, int rest) {
    byte[] joined = Arrays.copyOf(input, at + middle.length + input.length - rest);
    System.arraycopy(middle, 0, joined, at, middle.length);
    System.arraycopy(input, rest, joined, at + middle.length, input.length - rest);
    return joined;
  }

  private static void check(FuzzTarget target, byte[] input, String name) {
    try {
      target.check(input);
    } catch (Exception | AssertionError broken) {
      throw new AssertionError(
          target + " does not hold for " + name + ": " + escaped(input), broken);
    }
  }

  private static String escaped(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (byte octet : input) {
      text.append(
          octet >= ' ' && octet < 0x7f
              ? String.valueOf((char) octet)
              : "\\x%02x".formatted(octet & 0xff));
    }
    return text.toString();
  }
}
