package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.storage.BrokenLinkException;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.Set;

/** Checks the links that say which manifests are about which subject. */
final class ReferrerCheck {
  private final StorageDriver driver;
  private final Links links;
  private final Findings findings;

  ReferrerCheck(StorageDriver driver, Findings findings) {
    this.driver = driver;
    this.links = new Links(driver);
    this.findings = findings;
  }

  /**
   * Checks a repository.
   *
   * @param manifests the digests by which manifests of the repository can be pulled
   */
  void check(RepositoryName name, Set<Digest> manifests) throws IOException {
    for (Digest subject : new DigestFolders(driver).list(StorageLayout.subjects(name))) {
      for (String hex : driver.list(StorageLayout.referrers(name, subject))) {
        Digest referrer = Digest.tryParse(Algorithm.SHA256.label() + ":" + hex);
        if (referrer != null) {
          check(name, subject, referrer, manifests.contains(referrer));
        }
      }
    }
  }

  private void check(RepositoryName name, Digest subject, Digest referrer, boolean exists)
      throws IOException {
    String path = StorageLayout.referrerLink(name, subject, referrer);
    String where = name + "@" + referrer + ", about " + subject;
    if (!exists) {
      findings.leftOver(
          where,
          "it is listed but not there",
          "removing it from the list",
          () -> driver.delete(path, Durability.DURABLE));
      return;
    }
    try {
      links.read(path);
    } catch (BrokenLinkException e) {
      findings.wrong(
          where,
          "its link in the list does not hold a digest",
          "writing it anew",
          () -> links.write(path, referrer));
    }
  }
}
