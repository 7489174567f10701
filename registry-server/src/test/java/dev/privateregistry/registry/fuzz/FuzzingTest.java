package dev.privateregistry.registry.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs Jazzer on every target, each in a process of its own, for {@code fuzz.seconds}. A finding is
 * an input in {@code target/fuzz/<target>}: kept in the target's corpus it fails {@link CorpusTest}
 * until the fault is mended.
 */
@Tag("fuzz")
class FuzzingTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 5);

  @ParameterizedTest
  @EnumSource
  void shouldHoldForWhateverJazzerThinksOf(FuzzTarget target) throws Exception {
    Path folder = Path.of("target", "fuzz", target.name()).toAbsolutePath();
    Path found = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("log");
    Process jazzer = start(target, folder, found, log);
    try {
      int exit =
          jazzer.waitFor(SECONDS + 120L, TimeUnit.SECONDS) ? jazzer.exitValue() : Integer.MAX_VALUE;
      String output = Files.readString(log, StandardCharsets.UTF_8);
      assertEquals(0, exit, output);
      System.out.println(target + ": " + summary(output));
    } finally {
      jazzer.destroyForcibly();
    }
  }

  private static Process start(FuzzTarget target, Path folder, Path found, Path log)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx768m",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfuzz.target=" + target.name(),
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + Fuzzed.class.getName(),
            "--instrumentation_includes=dev.privateregistry.registry.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-max_total_time=" + SECONDS,
            "-max_len=4096",
            found.toString(),
            target.corpus().toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** How many runs it was. */
  private static String summary(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("Done "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Jazzer did not run: " + output));
  }
}
