package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import dev.privateregistry.registry.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks that what a manifest refers to is in its repository. A subject need not be. */
final class References {
  private final Blobs blobs;
  private final Revisions revisions;
  private final RequiredContent required;
  private final UrlRules urls;

  References(Blobs blobs, Revisions revisions, PushRules rules) {
    this.blobs = blobs;
    this.revisions = revisions;
    this.required = rules.required();
    this.urls = rules.urls();
  }

  /**
   * @return what is missing and may be
   * @throws RegistryException MANIFEST_BLOB_UNKNOWN, once for each that is missing;
   *     MANIFEST_INVALID when a layer names a URL that is not allowed
   */
  Set<Digest> check(RepositoryName name, Manifest manifest) throws IOException {
    return switch (manifest) {
      case Manifest.Image image -> {
        checkUrls(image);
        Set<Digest> missing = missingBlobs(name, image);
        boolean configIsThere = !missing.contains(image.config().digest());
        yield !required.layers() && configIsThere ? missing : refuse(missing);
      }
      case Manifest.Index index -> {
        Set<Digest> missing = missingManifests(name, index);
        refuse(required(index, missing));
        yield missing;
      }
    };
  }

  private void checkUrls(Manifest.Image image) {
    for (Descriptor layer : image.layers()) {
      for (String url : layer.isImageLayer() ? layer.urls() : List.<String>of()) {
        if (!urls.allow(url)) {
          throw new RegistryException(
              ErrorCode.MANIFEST_INVALID,
              WordedDetail.of(
                  "layer "
                      + layer.digest()
                      + " names a URL that this registry does not allow"
                      + " (validation.manifests.urls): "
                      + url));
        }
      }
    }
  }

  private Set<Digest> required(Manifest.Index index, Set<Digest> missing) {
    Set<Digest> needed = new LinkedHashSet<>();
    for (Descriptor manifest : index.manifests()) {
      if (missing.contains(manifest.digest()) && required.manifests().include(manifest)) {
        needed.add(manifest.digest());
      }
    }
    return needed;
  }

  /** Nothing, if nothing is missing. */
  private static Set<Digest> refuse(Set<Digest> missing) {
    if (missing.isEmpty()) {
      return missing;
    }
    ErrorCode code = ErrorCode.MANIFEST_BLOB_UNKNOWN;
    List<RegistryException.Detail> errors = new ArrayList<>(missing.size());
    for (Digest digest : missing) {
      errors.add(new RegistryException.Detail(code, code.message(), digest.toString()));
    }
    throw new RegistryException(errors);
  }

  private Set<Digest> missingBlobs(RepositoryName name, Manifest.Image image) throws IOException {
    Set<Digest> missing = new LinkedHashSet<>();
    List<Descriptor> all = new ArrayList<>(image.layers());
    all.addFirst(image.config());
    for (Descriptor descriptor : all) {
      if (!descriptor.isForeign() && blobs.find(name, descriptor.digest()) == null) {
        missing.add(descriptor.digest());
      }
    }
    return missing;
  }

  /** An entry may be a blob too: build caches are indexes of layers. */
  private Set<Digest> missingManifests(RepositoryName name, Manifest.Index index)
      throws IOException {
    Set<Digest> missing = new LinkedHashSet<>();
    for (Descriptor descriptor : index.manifests()) {
      Digest digest = descriptor.digest();
      if (!revisions.exists(name, digest) && blobs.find(name, digest) == null) {
        missing.add(digest);
      }
    }
    return missing;
  }
}
