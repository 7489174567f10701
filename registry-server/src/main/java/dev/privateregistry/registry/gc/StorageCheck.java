package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.catalog.Repositories;
import dev.privateregistry.registry.gc.Finding.Severity;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks everything that is stored, and repairs it when that is wanted: what is certainly of no use
 * is removed, a tag that cannot be served too; a link that can be told from its surroundings is
 * written anew. Bytes are never removed, but set aside when they are not what their name says.
 * Nobody may write to the storage during a repair.
 */
public final class StorageCheck {
  /** How old an unfinished write must be to be taken for an interrupted one. */
  static final Duration STRAY_AGE = Duration.ofDays(1);

  private final StorageDriver driver;
  private final Options options;

  /**
   * How to check.
   *
   * @param repair whether to repair
   * @param quick whether to leave out reading all content; empty files are looked at even so
   * @param now the time
   */
  public record Options(boolean repair, boolean quick, Instant now) {}

  /** What was looked at, and what is wrong still. */
  public record Result(
      int repositories, int manifests, int tags, long blobs, List<Finding> findings) {
    public Result {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong, or everything that was is repaired. */
    public boolean isSound() {
      return findings.stream().noneMatch(Finding::isOpen);
    }
  }

  public StorageCheck(StorageDriver driver, Options options) {
    this.driver = driver;
    this.options = options;
  }

  /**
   * Checks.
   *
   * @param told is told each finding at once
   */
  public Result run(Consumer<Finding> told) throws IOException {
    List<Finding> all = new ArrayList<>();
    Findings findings =
        new Findings(
            options.repair(),
            finding -> {
              all.add(finding);
              told.accept(finding);
            });
    long blobs = checkBlobs(findings);
    Totals totals = new Totals();
    RepositoryCheck check = new RepositoryCheck(driver, findings, options.now().minus(STRAY_AGE));
    new Repositories(driver)
        .walk(
            name -> totals.add(check.check(name)),
            folder ->
                findings.beyondRepair(
                    Severity.LEFT_OVER, folder, "not the name of a repository", "move it away"));
    return new Result(totals.repositories, totals.manifests, totals.tags, blobs, all);
  }

  private static final class Totals {
    private int repositories;
    private int manifests;
    private int tags;

    private void add(RepositoryCheck.Size size) {
      repositories++;
      manifests += size.manifests();
      tags += size.tags();
    }
  }

  private long checkBlobs(Findings findings) throws IOException {
    BlobCheck check = new BlobCheck(driver, findings);
    StrayFiles strays = new StrayFiles(driver);
    Instant strayBefore = options.now().minus(STRAY_AGE);
    long[] blobs = new long[1];
    new DigestFolders(driver)
        .blobs(
            digest -> {
              for (String path : strays.in(StorageLayout.blobFolder(digest), strayBefore)) {
                findings.leftOver(
                    path,
                    "an interrupted write left it",
                    "removing it",
                    () -> driver.delete(path, Durability.VOLATILE));
              }
              long size = driver.size(StorageLayout.blob(digest));
              if (size >= 0) {
                blobs[0]++;
                if (!options.quick() || size == 0) {
                  check.check(digest);
                }
              }
            });
    return blobs[0];
  }
}
