package dev.privateregistry.registry.storage;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import java.util.List;

/**
 * The only class that knows paths. The layout is that of CNCF distribution (its {@code
 * registry/storage/paths.go}), so that either server can take over the other's volume:
 *
 * <pre>
 * /docker/registry/v2/
 * ├── blobs/&lt;algorithm&gt;/&lt;first 2 of hex&gt;/&lt;hex&gt;/
 * │   ├── data                                           content: layers, configs, manifests
 * │   └── damaged                                        bytes that are not what the name says
 * └── repositories/&lt;name&gt;/
 *     ├── _layers/&lt;algorithm&gt;/&lt;hex&gt;/link                  this blob belongs to the repository
 *     ├── _manifests/
 *     │   ├── revisions/&lt;algorithm&gt;/&lt;hex&gt;/link            this manifest belongs to it
 *     │   ├── referrers/&lt;algorithm&gt;/&lt;hex&gt;/             the manifests about this subject:
 *     │   │   └── &lt;algorithm&gt;/&lt;hex&gt;/link               one of them
 *     │   └── tags/&lt;tag&gt;/
 *     │       ├── current/link                           what the tag names now
 *     │       └── index/&lt;algorithm&gt;/&lt;hex&gt;/link           what it has ever named
 *     └── _uploads/&lt;uuid&gt;/
 *         ├── data                                       bytes received so far
 *         └── startedat                                  RFC 3339, UTC
 * </pre>
 *
 * A {@code link} holds a digest and no newline. Content is kept under its SHA-256; when a client
 * uses another algorithm, a second link under that digest holds the SHA-256.
 *
 * <p>{@code referrers} is an addition: distribution and its garbage collector look at {@code
 * revisions} and {@code tags} only. A link there is named by the SHA-256 of the referring manifest
 * and holds the digest under which it was pushed. It counts only while that manifest's revision is
 * there, so that a deletion by distribution needs no repair.
 */
public final class StorageLayout {
  private static final String ROOT = "/docker/registry/v2";

  /** The folder above all repositories. */
  public static final String REPOSITORIES = ROOT + "/repositories";

  /** The folder above all content. */
  public static final String BLOBS = ROOT + "/blobs";

  /** The folder that makes a folder below {@link #REPOSITORIES} a repository. */
  public static final String MANIFESTS = "_manifests";

  /** The folders that a folder below {@link #REPOSITORIES} may have, of which one makes it ours. */
  public static final List<String> PARTS = List.of("_layers", MANIFESTS, "_uploads");

  private StorageLayout() {}

  /** Content, by its SHA-256. */
  public static String blob(Digest canonical) {
    return blobFolder(canonical) + "/data";
  }

  /** Where bytes are set aside that are not the content this digest names. */
  public static String damagedBlob(Digest canonical) {
    return blobFolder(canonical) + "/damaged";
  }

  public static String blobFolder(Digest canonical) {
    String hex = canonical.hex();
    return BLOBS + "/" + folder(canonical.algorithm(), hex.substring(0, 2) + "/" + hex);
  }

  public static String repository(RepositoryName name) {
    return REPOSITORIES + "/" + name.value();
  }

  public static String layers(RepositoryName name) {
    return repository(name) + "/_layers";
  }

  public static String layerLink(RepositoryName name, Digest digest) {
    return layers(name) + "/" + folder(digest) + "/link";
  }

  public static String manifests(RepositoryName name) {
    return repository(name) + "/" + MANIFESTS;
  }

  public static String revisions(RepositoryName name) {
    return manifests(name) + "/revisions";
  }

  public static String revisionLink(RepositoryName name, Digest digest) {
    return revisions(name) + "/" + folder(digest) + "/link";
  }

  /** The folder with a folder for each subject. */
  public static String subjects(RepositoryName name) {
    return manifests(name) + "/referrers";
  }

  /** The folder with a folder for each manifest about this subject, named by its SHA-256 in hex. */
  public static String referrers(RepositoryName name, Digest subject) {
    return subjects(name) + "/" + folder(subject) + "/" + Digest.Algorithm.SHA256.label();
  }

  public static String referrerLink(RepositoryName name, Digest subject, Digest canonical) {
    return referrers(name, subject) + "/" + canonical.hex() + "/link";
  }

  public static String tags(RepositoryName name) {
    return manifests(name) + "/tags";
  }

  public static String tag(RepositoryName name, Tag tag) {
    return tags(name) + "/" + tag.value();
  }

  public static String tagCurrentLink(RepositoryName name, Tag tag) {
    return tag(name, tag) + "/current/link";
  }

  public static String tagIndex(RepositoryName name, Tag tag) {
    return tag(name, tag) + "/index";
  }

  public static String tagIndexLink(RepositoryName name, Tag tag, Digest digest) {
    return tagIndex(name, tag) + "/" + folder(digest) + "/link";
  }

  public static String uploads(RepositoryName name) {
    return repository(name) + "/_uploads";
  }

  public static String upload(RepositoryName name, String id) {
    return uploads(name) + "/" + id;
  }

  public static String uploadData(RepositoryName name, String id) {
    return upload(name, id) + "/data";
  }

  public static String uploadStartedAt(RepositoryName name, String id) {
    return upload(name, id) + "/startedat";
  }

  private static String folder(Digest digest) {
    return folder(digest.algorithm(), digest.hex());
  }

  private static String folder(Digest.Algorithm algorithm, String below) {
    return algorithm.label() + "/" + below;
  }
}
