package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.manifest.Referrer;
import dev.privateregistry.registry.manifest.ReferrerParser;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which manifests of a repository are about which subject: a link for each, written before the
 * manifest's own, so that a manifest that exists is always listed. A link without its manifest,
 * left by a crash or by a server that knows nothing of referrers, counts for nothing.
 *
 * <p>What clients list under the tag of the referrers tag schema counts too, since another server
 * on the same volume may have been given it. It is adopted, with links of its own, before that tag
 * changes.
 */
final class Referrers {
  private final StorageDriver driver;
  private final Links links;
  private final Revisions revisions;
  private final Tags tags;

  Referrers(StorageDriver driver, Revisions revisions, Tags tags) {
    this.driver = driver;
    this.links = new Links(driver);
    this.revisions = revisions;
    this.tags = tags;
  }

  /**
   * Notes, durably, that a manifest is about a subject.
   *
   * @param canonical the manifest's SHA-256
   * @param used the digest under which it is pushed
   */
  void add(RepositoryName name, Digest subject, Digest canonical, Digest used) throws IOException {
    links.write(StorageLayout.referrerLink(name, subject, canonical), used);
  }

  void remove(RepositoryName name, Digest subject, Digest canonical) throws IOException {
    driver.delete(StorageLayout.referrerLink(name, subject, canonical), Durability.DURABLE);
  }

  /**
   * All manifests of the repository that are about this subject, sorted by digest.
   *
   * @param known an older list, whose entries need not be read again
   */
  List<Referrer> list(RepositoryName name, Digest subject, List<Referrer> known)
      throws IOException {
    Map<Digest, Referrer> read =
        known.stream().collect(Collectors.toMap(r -> r.self().digest(), Function.identity()));
    List<Referrer> found = new ArrayList<>();
    for (Map.Entry<Digest, Digest> entry : candidates(name, subject).entrySet()) {
      Digest digest = nameOf(name, entry.getKey(), entry.getValue());
      Referrer referrer = read.get(digest);
      if (referrer == null || !revisions.exists(name, digest)) {
        referrer = read(name, digest);
      }
      if (referrer != null && referrer.subject().equals(subject)) {
        found.add(referrer);
      }
    }
    found.sort(Comparator.comparing(referrer -> referrer.self().digest().toString()));
    return found;
  }

  /** The SHA-256 of each manifest that may be a referrer, with the digest it was pushed under. */
  private Map<Digest, Digest> candidates(RepositoryName name, Digest subject) throws IOException {
    Map<Digest, Digest> candidates = new LinkedHashMap<>();
    for (String hex : driver.list(StorageLayout.referrers(name, subject))) {
      Digest canonical = Digest.tryParse(Algorithm.SHA256.label() + ":" + hex);
      Digest used =
          canonical == null
              ? null
              : links.read(StorageLayout.referrerLink(name, subject, canonical), canonical);
      if (canonical != null && used != null) {
        candidates.put(canonical, used);
      }
    }
    Digest index = tags.current(name, ReferrersTag.of(subject));
    for (Digest entry : index == null ? List.<Digest>of() : entries(name, index)) {
      Digest canonical = revisions.canonical(name, entry);
      if (canonical != null) {
        candidates.putIfAbsent(canonical, entry);
      }
    }
    return candidates;
  }

  /** The digest a manifest was pushed under if it can be pulled by it, else its SHA-256. */
  private Digest nameOf(RepositoryName name, Digest canonical, Digest used) throws IOException {
    return used.equals(canonical) || revisions.exists(name, used) ? used : canonical;
  }

  /** The manifest of this digest, or null when it is not there, damaged or about nothing. */
  @Nullable Referrer read(RepositoryName name, Digest digest) throws IOException {
    byte[] content = content(name, digest);
    return content == null ? null : ReferrerParser.parse(digest, content);
  }

  /** Adds every entry of an index of the referrers tag schema that is not known by itself. */
  void adopt(RepositoryName name, Digest index) throws IOException {
    for (Digest entry : entries(name, index)) {
      Digest canonical = revisions.canonical(name, entry);
      Referrer referrer = canonical == null ? null : read(name, entry);
      if (canonical != null && referrer != null) {
        String link = StorageLayout.referrerLink(name, referrer.subject(), canonical);
        if (driver.size(link) < 0) {
          links.write(link, entry);
        }
      }
    }
  }

  private List<Digest> entries(RepositoryName name, Digest index) throws IOException {
    byte[] content = content(name, index);
    return content == null ? List.of() : ReferrerParser.entries(content);
  }

  private byte @Nullable [] content(RepositoryName name, Digest digest) throws IOException {
    Digest canonical = revisions.canonical(name, digest);
    try {
      return canonical == null ? null : revisions.read(canonical);
    } catch (DamagedContentException e) {
      return null;
    }
  }
}
