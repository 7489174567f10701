package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.catalog.Repositories;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes what no manifest needs: first it marks everything that is needed in every repository,
 * then it removes the rest, links before what they lead to. A crash in between leaves what the next
 * run removes. Nobody may write to the storage meanwhile. A storage that fails ends the run; before
 * everything is marked, nothing is removed.
 */
public final class GarbageCollector {
  private final StorageDriver driver;
  private final Options options;
  private final Journal journal;

  /**
   * What may go.
   *
   * @param dryRun whether to tell only
   * @param deleteUntagged whether manifests without a tag go, unless an index or a subject keeps
   *     them
   * @param before only what was written before this instant goes
   */
  public record Options(boolean dryRun, boolean deleteUntagged, Instant before) {
    boolean isYoung(@Nullable Instant written) {
      return written != null && !written.isBefore(before);
    }
  }

  /**
   * What went, or would have gone.
   *
   * @param bytes of the blobs
   */
  public record Result(int manifests, int layerLinks, int blobs, long bytes) {}

  private record Garbage(List<RepositoryPlan> plans, List<Digest> blobs, long bytes) {}

  public GarbageCollector(StorageDriver driver, Options options, Journal journal) {
    this.driver = driver;
    this.options = options;
    this.journal = journal;
  }

  /** Marks and removes. */
  public Result run() throws IOException {
    Garbage garbage = find();
    for (RepositoryPlan plan : garbage.plans()) {
      remove(plan);
    }
    for (Digest digest : garbage.blobs()) {
      journal.progress("blob eligible for deletion: " + digest);
      remove(StorageLayout.blob(digest));
    }
    return new Result(
        garbage.plans().stream().mapToInt(plan -> plan.manifests().size()).sum(),
        garbage.plans().stream().mapToInt(plan -> plan.layers().size()).sum(),
        garbage.blobs().size(),
        garbage.bytes());
  }

  private Garbage find() throws IOException {
    Marks marks = new Marks();
    List<RepositoryPlan> plans = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    new Repositories(driver)
        .walk(
            name -> {
              journal.progress(name.value());
              RepositoryPlan plan =
                  new RepositoryMarker(driver, options, journal, name).mark(marks);
              if (!plan.isEmpty()) {
                plans.add(plan);
              }
            },
            foreign::add);
    refuseImagesElsewhere(foreign);
    List<Digest> blobs = new ArrayList<>();
    long[] bytes = new long[1];
    new DigestFolders(driver)
        .blobs(
            digest -> {
              String path = StorageLayout.blob(digest);
              long size = driver.size(path);
              if (isUnmarked(marks, digest) && size >= 0 && !isYoung(path)) {
                blobs.add(digest);
                bytes[0] += size;
              }
            });
    journal.progress(
        "\n%d blobs marked, %d blobs and %d manifests eligible for deletion"
            .formatted(
                marks.size(),
                blobs.size(),
                plans.stream().mapToInt(plan -> plan.manifests().size()).sum()));
    return new Garbage(plans, blobs, bytes[0]);
  }

  /** Content is kept under its SHA-256; what else is there, nobody here has put there. */
  private static boolean isUnmarked(Marks marks, Digest digest) {
    return digest.algorithm() == Digest.Algorithm.SHA256 && !marks.contains(digest);
  }

  private boolean isYoung(String path) throws IOException {
    return options.isYoung(driver.modified(path));
  }

  /** A repository that cannot be served may need blobs all the same. */
  private void refuseImagesElsewhere(List<String> folders) throws IOException {
    for (String folder : folders) {
      if (driver.list(folder).contains(StorageLayout.MANIFESTS)) {
        throw new IOException(
            folder
                + " holds manifests, but its name is not that of a repository; nothing was removed:"
                + " rename it or move it away");
      }
      journal.problem(folder + " is not the folder of a repository");
    }
  }

  private void remove(RepositoryPlan plan) throws IOException {
    for (Digest digest : plan.manifests()) {
      journal.progress("manifest eligible for deletion: " + plan.name() + "@" + digest);
    }
    for (String link : plan.manifestLinks()) {
      remove(link);
    }
    for (Digest digest : plan.layers()) {
      journal.progress(plan.name() + ": layer link eligible for deletion: " + digest);
      remove(StorageLayout.layerLink(plan.name(), digest));
    }
  }

  private void remove(String path) throws IOException {
    if (!options.dryRun()) {
      driver.delete(path, Durability.DURABLE);
    }
  }
}
