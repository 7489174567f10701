package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.GoDuration;
import dev.privateregistry.registry.gc.GarbageCollector;
import dev.privateregistry.registry.gc.Journal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes what no image needs. */
@Command(
    name = "garbage-collect",
    description = "Remove the blobs that no manifest needs, while no server writes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Keeps every image, what an index lists, and what is about an image that stays (signatures,",
      "SBOMs). Refuses to run while a registry-server that is not read-only has the folder: that",
      "one holds a lock on registry-server.lock in it. Servers of other makes hold none: stop them",
      "or make them read-only first. What is out of order is told and passed over: see fsck."
    })
final class GarbageCollectCommand implements Callable<Integer> {
  @Option(
      names = {"-d", "--dry-run"},
      description = "Do everything except remove the blobs.")
  private boolean dryRun;

  @Option(
      names = {"-m", "--delete-untagged"},
      description = "Also remove manifests that no tag names and nothing that stays needs.")
  private boolean deleteUntagged;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but problems.")
  private boolean quiet;

  @Option(
      names = "--minimum-age",
      paramLabel = "DURATION",
      converter = Age.class,
      description = "Keep what was written within this time, for example 1h. Default: 0.")
  private Duration minimumAge = Duration.ZERO;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONFIG",
      description = "The config.yml of the registry; found as by serve when it is not given.")
  private @Nullable Path config;

  @Override
  public Integer call() throws IOException {
    try (OfflineStorage storage =
        OfflineStorage.open(config, dryRun ? OfflineStorage.Use.LOOK : OfflineStorage.Use.CHANGE)) {
      Instant before = minimumAge.isZero() ? Instant.MAX : Instant.now().minus(minimumAge);
      var options = new GarbageCollector.Options(dryRun, deleteUntagged, before);
      Journal journal = new Printed(quiet ? null : System.out);
      GarbageCollector.Result result =
          new GarbageCollector(storage.driver(), options, journal).run();
      journal.progress(
          "\n%d bytes %s".formatted(result.bytes(), dryRun ? "could be freed" : "freed"));
      return 0;
    } catch (StartFailure e) {
      e.tell(System.err);
      return 1;
    } catch (IOException e) {
      System.err.println("registry-server: " + e.getMessage());
      return 1;
    }
  }

  /** Prints progress, unless it is to be quiet, and problems. */
  private record Printed(@Nullable PrintStream out) implements Journal {
    @Override
    public void progress(String line) {
      if (out != null) {
        out.println(line);
      }
    }

    @Override
    public void problem(String line) {
      System.err.println("registry-server: " + line);
    }
  }

  /** Reads a duration as config.yml has it. */
  static final class Age implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return GoDuration.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
