package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.gc.Finding.Severity;
import dev.privateregistry.registry.manifest.StoredReferences;
import dev.privateregistry.registry.storage.DigestFolders;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks the links, manifests, tags and uploads of one repository. */
final class RepositoryCheck {
  private final StorageDriver driver;
  private final Findings findings;
  private final LinkCheck links;
  private final DigestFolders folders;
  private final StoredManifests manifests;
  private final StrayFiles strays;
  private final Instant strayBefore;

  RepositoryCheck(StorageDriver driver, Findings findings, Instant strayBefore) {
    this.driver = driver;
    this.findings = findings;
    this.links = new LinkCheck(driver, findings);
    this.folders = new DigestFolders(driver);
    this.manifests = new StoredManifests(driver);
    this.strays = new StrayFiles(driver);
    this.strayBefore = strayBefore;
  }

  /** How much a repository holds. */
  record Size(int manifests, int tags) {}

  Size check(RepositoryName name) throws IOException {
    Map<Digest, Digest> layers = checkLayers(name);
    Map<Digest, Digest> revisions = checkRevisions(name);
    Set<Digest> servable = new HashSet<>(revisions.keySet());
    for (Digest canonical : new HashSet<>(revisions.values())) {
      if (!checkManifest(name, canonical, revisions, layers)) {
        revisions.forEach(
            (used, content) -> {
              if (content.equals(canonical)) {
                servable.remove(used);
              }
            });
      }
    }
    new ReferrerCheck(driver, findings).check(name, servable);
    TagCheck tagCheck = new TagCheck(driver, findings, name, servable);
    int tags = 0;
    for (String folder : driver.list(StorageLayout.tags(name))) {
      tags += tagCheck.check(folder) ? 1 : 0;
    }
    for (String id : driver.list(StorageLayout.uploads(name))) {
      checkUpload(name, id);
    }
    return new Size(new HashSet<>(revisions.values()).size(), tags);
  }

  private Map<Digest, Digest> checkLayers(RepositoryName name) throws IOException {
    Map<Digest, Digest> found = new HashMap<>();
    for (Digest digest : folders.list(StorageLayout.layers(name))) {
      String path = StorageLayout.layerLink(name, digest);
      checkStrays(path);
      Digest target = links.check(name + " blob " + digest, digest, path, false);
      if (target != null) {
        found.put(digest, target);
      }
    }
    return found;
  }

  private Map<Digest, Digest> checkRevisions(RepositoryName name) throws IOException {
    Map<Digest, Digest> found = new HashMap<>();
    for (Digest digest : folders.list(StorageLayout.revisions(name))) {
      String path = StorageLayout.revisionLink(name, digest);
      checkStrays(path);
      Digest target = links.check(name + "@" + digest, digest, path, true);
      if (target != null) {
        found.put(digest, target);
      }
    }
    return found;
  }

  /**
   * @return whether it is a manifest that can be served
   */
  private boolean checkManifest(
      RepositoryName name,
      Digest canonical,
      Map<Digest, Digest> revisions,
      Map<Digest, Digest> layers)
      throws IOException {
    String where = name + "@" + canonical;
    return switch (manifests.read(canonical)) {
      case StoredManifests.Found.Gone gone -> false;
      case StoredManifests.Found.Damaged(String why) -> {
        findings.beyondRepair(
            Severity.WRONG, where, "the manifest cannot be read, " + why, "push it again");
        yield false;
      }
      case StoredManifests.Found.Intact(StoredReferences references) -> {
        for (Digest digest : references.required()) {
          if (!layers.containsKey(digest) && !revisions.containsKey(digest)) {
            findings.beyondRepair(
                Severity.WRONG,
                where,
                "the image cannot be pulled, its part " + digest + " is missing",
                "push it again, or delete it");
          }
        }
        yield true;
      }
    };
  }

  /** Without its start time an upload cannot be gone on with. */
  private void checkUpload(RepositoryName name, String id) throws IOException {
    String folder = StorageLayout.upload(name, id);
    boolean started = driver.size(StorageLayout.uploadStartedAt(name, id)) >= 0;
    boolean empty = driver.list(folder).isEmpty() && driver.temporaries(folder).isEmpty();
    if (!started && (empty || Uploads.isAbandoned(driver, name, id, strayBefore))) {
      findings.leftOver(
          name + " upload " + id,
          "its start time is missing, so that nobody can go on with it",
          "removing it",
          () -> driver.delete(folder, Durability.VOLATILE));
    }
    for (String stray : strays.in(folder, strayBefore)) {
      reportStray(stray);
    }
  }

  private void checkStrays(String path) throws IOException {
    for (String stray : strays.in(path.substring(0, path.lastIndexOf('/')), strayBefore)) {
      reportStray(stray);
    }
  }

  private void reportStray(String path) throws IOException {
    findings.leftOver(
        path,
        "an interrupted write left it",
        "removing it",
        () -> driver.delete(path, Durability.VOLATILE));
  }
}
