package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.storage.BrokenLinkException;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the links of a repository. One that is broken is told and does not end the reading. */
final class StoredLinks {
  private final StorageDriver driver;
  private final Links links;
  private final DigestFolders folders;
  private final Journal journal;

  StoredLinks(StorageDriver driver, Journal journal) {
    this.driver = driver;
    this.links = new Links(driver);
    this.folders = new DigestFolders(driver);
    this.journal = journal;
  }

  /** The SHA-256 of each manifest's content, by the digest that names the manifest. */
  Map<Digest, Digest> revisions(RepositoryName name) throws IOException {
    return read(StorageLayout.revisions(name), digest -> StorageLayout.revisionLink(name, digest));
  }

  /** The SHA-256 of each blob's content, by the digest that names the blob. */
  Map<Digest, Digest> layers(RepositoryName name) throws IOException {
    return read(StorageLayout.layers(name), digest -> StorageLayout.layerLink(name, digest));
  }

  /** All folders of tags, also those of tags that name nothing. */
  List<Tag> tags(RepositoryName name) throws IOException {
    List<Tag> tags = new ArrayList<>();
    for (String text : driver.list(StorageLayout.tags(name))) {
      Tag tag = Tag.tryParse(text);
      if (tag != null) {
        tags.add(tag);
      }
    }
    return tags;
  }

  /** Everything a tag has ever named. */
  List<Digest> history(RepositoryName name, Tag tag) throws IOException {
    return folders.list(StorageLayout.tagIndex(name, tag));
  }

  /** What a tag names; with a broken link, everything it has ever named. */
  List<Digest> named(RepositoryName name, Tag tag) throws IOException {
    try {
      Digest current = links.read(StorageLayout.tagCurrentLink(name, tag));
      return current == null ? List.of() : List.of(current);
    } catch (BrokenLinkException e) {
      journal.problem(String.valueOf(e.getMessage()));
      return history(name, tag);
    }
  }

  private Map<Digest, Digest> read(String folder, Function<Digest, String> path)
      throws IOException {
    Map<Digest, Digest> targets = new LinkedHashMap<>();
    for (Digest digest : folders.list(folder)) {
      Digest target = target(digest, path.apply(digest));
      if (target != null) {
        targets.put(digest, target);
      }
    }
    return targets;
  }

  /** The target of a link; one that is broken leads where its SHA-256 name says. */
  private @Nullable Digest target(Digest name, String path) throws IOException {
    Digest target;
    try {
      target = links.read(path);
    } catch (BrokenLinkException e) {
      journal.problem(String.valueOf(e.getMessage()));
      target = name;
    }
    if (target != null && target.algorithm() != Algorithm.SHA256) {
      journal.problem("the link " + path + " does not lead to content");
      target = null;
    }
    return target;
  }
}
