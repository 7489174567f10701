package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which repositories there are: every folder that has manifests. */
public final class Repositories {
  private final StorageDriver driver;

  public Repositories(StorageDriver driver) {
    this.driver = driver;
  }

  public boolean exists(RepositoryName name) throws IOException {
    return !driver.list(StorageLayout.manifests(name)).isEmpty();
  }

  /** All of them, sorted by name. */
  public List<RepositoryName> list() throws IOException {
    List<RepositoryName> found = new ArrayList<>();
    collect("", driver.list(StorageLayout.REPOSITORIES), found);
    Collections.sort(found);
    return found;
  }

  private void collect(String prefix, List<String> children, List<RepositoryName> found)
      throws IOException {
    for (String child : children) {
      RepositoryName name = RepositoryName.tryParse(prefix + child);
      if (name == null) {
        continue;
      }
      List<String> below = driver.list(StorageLayout.repository(name));
      if (below.contains(StorageLayout.MANIFESTS)) {
        found.add(name);
      }
      collect(name.value() + "/", below, found);
    }
  }
}
