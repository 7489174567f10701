package dev.privateregistry.registry.app;

import dev.privateregistry.registry.gc.Finding;
import dev.privateregistry.registry.gc.StorageCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks and repairs what is stored. */
@Command(
    name = "fsck",
    description = "Check everything that is stored: links, manifests, tags, blobs, uploads.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints a line for each finding. 'left over' is room that a crash or another server's garbage",
      "collector has left taken; it harms nothing. --repair removes that, writes links anew that can",
      "be told from their surroundings, removes tags that cannot be served, and sets aside bytes that",
      "are not what their name says; it never removes bytes that could be an image. It refuses to run",
      "while a registry-server that is not read-only has the folder.",
      "Exit codes: 0 nothing is wrong any more, 1 something is, 2 wrong use."
    })
final class FsckCommand implements Callable<Integer> {
  @Option(names = "--repair", description = "Repair what can be repaired.")
  private boolean repair;

  @Option(names = "--quick", description = "Do not read the content of all blobs.")
  private boolean quick;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONFIG",
      description = "The config.yml of the registry; found as by serve when it is not given.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    try (OfflineStorage storage =
        OfflineStorage.open(config, repair ? OfflineStorage.Use.CHANGE : OfflineStorage.Use.LOOK)) {
      var options = new StorageCheck.Options(repair, quick, Instant.now());
      StorageCheck.Result result =
          new StorageCheck(storage.driver(), options).run(System.out::println);
      System.out.println(summary(result));
      return result.isSound() ? 0 : 1;
    } catch (StartFailure e) {
      e.tell(System.err);
      return 1;
    } catch (IOException e) {
      System.err.println("registry-server: " + e.getMessage());
      return 1;
    }
  }

  private String summary(StorageCheck.Result result) {
    List<Finding> findings = result.findings();
    return "%d repositories, %d manifests, %d tags, %d blobs%s: %d wrong, %d left over, %d repaired"
        .formatted(
            result.repositories(),
            result.manifests(),
            result.tags(),
            result.blobs(),
            quick ? " (not read)" : "",
            count(findings, Finding.Severity.WRONG),
            count(findings, Finding.Severity.LEFT_OVER),
            findings.stream()
                .filter(finding -> finding.outcome() == Finding.Outcome.REPAIRED)
                .count());
  }

  private static long count(List<Finding> findings, Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
