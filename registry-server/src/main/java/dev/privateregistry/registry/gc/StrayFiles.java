package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files under a temporary name that an interrupted write left behind. */
final class StrayFiles {
  private final StorageDriver driver;

  StrayFiles(StorageDriver driver) {
    this.driver = driver;
  }

  /** The paths of those in a folder that were last written before an instant. */
  List<String> in(String folder, Instant before) throws IOException {
    List<String> paths = new ArrayList<>();
    for (String name : driver.temporaries(folder)) {
      String path = folder + "/" + name;
      Instant modified = driver.modified(path);
      if (modified != null && modified.isBefore(before)) {
        paths.add(path);
      }
    }
    return paths;
  }

  /**
   * Removes those beside the content of one part of all blobs (see {@link
   * DigestFolders#blobParts}).
   *
   * @return the size of each
   */
  List<Long> removeBesideBlobs(String part, Instant before) throws IOException {
    List<Long> removed = new ArrayList<>();
    new DigestFolders(driver)
        .blobsIn(
            part,
            digest -> {
              for (String path : in(StorageLayout.blobFolder(digest), before)) {
                long size = driver.size(path);
                driver.delete(path, Durability.VOLATILE);
                removed.add(Math.max(0, size));
              }
            });
    return removed;
  }
}
