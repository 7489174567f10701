package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

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

  /**
   * Visits every folder that holds a part of a repository, also one without manifests.
   *
   * @param foreign is told the path of each folder whose name is not that of a repository
   */
  public void walk(Visitor visitor, Consumer<String> foreign) throws IOException {
    walk("", driver.list(StorageLayout.REPOSITORIES), visitor, foreign);
  }

  /** What is done with each repository. */
  @FunctionalInterface
  public interface Visitor {
    void visit(RepositoryName name) throws IOException;
  }

  private void walk(String prefix, List<String> children, Visitor visitor, Consumer<String> foreign)
      throws IOException {
    for (String child : children) {
      RepositoryName name = RepositoryName.tryParse(prefix + child);
      if (name == null) {
        if (!child.startsWith("_")) {
          foreign.accept(StorageLayout.REPOSITORIES + "/" + prefix + child);
        }
        continue;
      }
      List<String> below = driver.list(StorageLayout.repository(name));
      if (below.stream().anyMatch(StorageLayout.PARTS::contains)) {
        visitor.visit(name);
      }
      walk(name.value() + "/", below, visitor, foreign);
    }
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
