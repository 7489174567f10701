package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.gc.Finding.Severity;
import dev.privateregistry.registry.storage.BrokenLinkException;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Checks that every tag of a repository names a manifest that can be served. */
final class TagCheck {
  private final StorageDriver driver;
  private final Links links;
  private final Findings findings;
  private final RepositoryName name;
  private final Set<Digest> manifests;

  /**
   * @param manifests the digests by which manifests of the repository can be pulled
   */
  TagCheck(StorageDriver driver, Findings findings, RepositoryName name, Set<Digest> manifests) {
    this.driver = driver;
    this.links = new Links(driver);
    this.findings = findings;
    this.name = name;
    this.manifests = manifests;
  }

  /**
   * Checks the folder of one tag.
   *
   * @return whether it is a tag
   */
  boolean check(String folder) throws IOException {
    Tag tag = Tag.tryParse(folder);
    if (tag == null) {
      findings.beyondRepair(
          Severity.LEFT_OVER,
          StorageLayout.tags(name) + "/" + folder,
          "not the name of a tag",
          "move it away");
      return false;
    }
    String where = name + ":" + tag;
    Digest named;
    try {
      named = links.read(StorageLayout.tagCurrentLink(name, tag));
    } catch (BrokenLinkException e) {
      mendLink(where, tag);
      return true;
    }
    if (named == null) {
      findings.leftOver(
          where, "the tag has never come to name anything", "removing it", () -> remove(tag));
      return false;
    }
    if (!manifests.contains(named)) {
      mendManifest(where, tag, named);
    }
    return true;
  }

  /** A tag that has only ever named one manifest names that one. */
  private void mendLink(String where, Tag tag) throws IOException {
    String problem = "the tag's link does not hold a digest";
    List<Digest> history = new DigestFolders(driver).list(StorageLayout.tagIndex(name, tag));
    if (history.size() == 1 && manifests.contains(history.getFirst())) {
      Digest only = history.getFirst();
      findings.wrong(
          where,
          problem,
          "letting it name " + only + ", the only manifest it ever named",
          () -> links.write(StorageLayout.tagCurrentLink(name, tag), only));
    } else {
      findings.wrong(where, problem, "removing the tag", () -> remove(tag));
    }
  }

  /**
   * The repository had the manifest that its tag names; when the content is there, it has again.
   */
  private void mendManifest(String where, Tag tag, Digest named) throws IOException {
    if (named.algorithm() == Algorithm.SHA256
        && new StoredManifests(driver).read(named) instanceof StoredManifests.Found.Intact) {
      findings.wrong(
          where,
          "the link of the manifest it names is missing",
          "writing the link of " + named,
          () -> links.write(StorageLayout.revisionLink(name, named), named));
    } else {
      findings.wrong(
          where,
          "the tag names " + named + ", which cannot be served",
          "removing the tag",
          () -> remove(tag));
    }
  }

  private void remove(Tag tag) throws IOException {
    driver.delete(StorageLayout.tag(name, tag), Durability.DURABLE);
  }
}
