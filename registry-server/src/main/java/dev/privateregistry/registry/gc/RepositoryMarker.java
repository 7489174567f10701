package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.manifest.StoredReferences;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Marks what one repository needs. Roots are all its manifests, or only those with a tag when the
 * others are to go. A manifest keeps its content, an index its manifests, a subject everything that
 * is about it. What was written lately is a root too: a push may be under way.
 */
final class RepositoryMarker {
  private final StorageDriver driver;
  private final GarbageCollector.Options options;
  private final Journal journal;
  private final RepositoryName name;
  private final StoredManifests manifests;
  private final StoredLinks links;
  private final Map<Digest, Digest> revisions;
  private final Map<Digest, Digest> layers;

  /** The manifests that are kept, by SHA-256. */
  private final Set<Digest> live = new LinkedHashSet<>();

  /** All content that is kept, by SHA-256. */
  private final Set<Digest> kept = new HashSet<>();

  private final Deque<Digest> toVisit = new ArrayDeque<>();
  private final Map<Digest, List<Digest>> referrers = new HashMap<>();

  /** What manifests are about, by the SHA-256 of the manifest. */
  private final Map<Digest, Digest> subjects = new HashMap<>();

  /** Whether some manifest cannot be read, so that nobody knows what it is made of. */
  private boolean unknown;

  RepositoryMarker(
      StorageDriver driver, GarbageCollector.Options options, Journal journal, RepositoryName name)
      throws IOException {
    this.driver = driver;
    this.options = options;
    this.journal = journal;
    this.name = name;
    this.manifests = new StoredManifests(driver);
    this.links = new StoredLinks(driver, journal);
    this.revisions = links.revisions(name);
    this.layers = links.layers(name);
  }

  /** Adds what the repository needs to the marks, and tells what it does not. */
  RepositoryPlan mark(Marks marks) throws IOException {
    if (options.deleteUntagged()) {
      findReferrers();
    }
    addRoots();
    while (!toVisit.isEmpty()) {
      visit(toVisit.removeFirst());
    }
    RepositoryPlan plan = plan();
    kept.forEach(marks::add);
    return plan;
  }

  private void addRoots() throws IOException {
    for (Tag tag : links.tags(name)) {
      for (Digest digest : links.named(name, tag)) {
        Digest canonical = canonical(digest);
        if (canonical != null) {
          toVisit.add(canonical);
        }
      }
    }
    for (Map.Entry<Digest, Digest> revision : revisions.entrySet()) {
      if (!options.deleteUntagged()
          || isYoung(StorageLayout.revisionLink(name, revision.getKey()))) {
        toVisit.add(revision.getValue());
      }
    }
  }

  private void findReferrers() throws IOException {
    for (Digest canonical : new LinkedHashSet<>(revisions.values())) {
      StoredManifests.Found found = manifests.read(canonical);
      if (found instanceof StoredManifests.Found.Intact(StoredReferences references)
          && references.subject() != null) {
        Digest subject = references.subject();
        subjects.put(canonical, subject);
        referrers
            .computeIfAbsent(revisions.getOrDefault(subject, subject), s -> new ArrayList<>())
            .add(canonical);
      }
    }
  }

  private void visit(Digest canonical) throws IOException {
    if (!live.add(canonical)) {
      return;
    }
    journal.progress(name + ": marking manifest " + canonical);
    kept.add(canonical);
    switch (manifests.read(canonical)) {
      case StoredManifests.Found.Intact(StoredReferences references) -> keep(references);
      case StoredManifests.Found.Damaged(String why) -> {
        unknown = true;
        journal.problem(
            "%s: the manifest %s cannot be read, %s; every layer of the repository is kept"
                .formatted(name, canonical, why));
      }
      case StoredManifests.Found.Gone gone ->
          journal.problem("%s: the content of the manifest %s is gone".formatted(name, canonical));
    }
    toVisit.addAll(referrers.getOrDefault(canonical, List.of()));
  }

  private void keep(StoredReferences references) {
    for (Digest digest : references.content()) {
      Digest canonical = canonical(digest);
      if (revisions.containsKey(digest)) {
        toVisit.add(revisions.get(digest));
      } else if (canonical != null && kept.add(canonical)) {
        journal.progress(name + ": marking blob " + canonical);
      }
    }
  }

  /** The SHA-256 of the content that the repository knows by this digest. */
  private @Nullable Digest canonical(Digest digest) {
    if (digest.algorithm() == Algorithm.SHA256) {
      return digest;
    }
    Digest revision = revisions.get(digest);
    return revision != null ? revision : layers.get(digest);
  }

  private RepositoryPlan plan() throws IOException {
    List<Digest> unused = new ArrayList<>();
    for (Map.Entry<Digest, Digest> layer : layers.entrySet()) {
      Digest target = layer.getValue();
      if (unknown || isYoung(StorageLayout.layerLink(name, layer.getKey()))) {
        kept.add(target);
      }
      if (!kept.contains(target)) {
        unused.add(layer.getKey());
      }
    }
    Set<Digest> gone = new LinkedHashSet<>(revisions.values());
    gone.removeAll(live);
    return new RepositoryPlan(name, List.copyOf(gone), manifestLinks(gone), unused);
  }

  /** The history of tags goes before the manifests, so that it never leads to nothing. */
  private List<String> manifestLinks(Set<Digest> gone) throws IOException {
    if (gone.isEmpty()) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    for (Tag tag : links.tags(name)) {
      for (Digest digest : links.history(name, tag)) {
        if (gone.contains(revisions.getOrDefault(digest, digest))) {
          paths.add(StorageLayout.tagIndexLink(name, tag, digest));
        }
      }
    }
    revisions.forEach(
        (digest, canonical) -> {
          if (gone.contains(canonical)) {
            paths.add(StorageLayout.revisionLink(name, digest));
          }
        });
    subjects.forEach(
        (canonical, subject) -> {
          if (gone.contains(canonical)) {
            paths.add(StorageLayout.referrerLink(name, subject, canonical));
          }
        });
    return paths;
  }

  private boolean isYoung(String path) throws IOException {
    return options.isYoung(driver.modified(path));
  }
}
