package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
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

  References(Blobs blobs, Revisions revisions, RequiredContent required) {
    this.blobs = blobs;
    this.revisions = revisions;
    this.required = required;
  }

  /**
   * @return what is missing and may be
   * @throws RegistryException MANIFEST_BLOB_UNKNOWN, once for each that is missing
   */
  Set<Digest> check(RepositoryName name, Manifest manifest) throws IOException {
    return switch (manifest) {
      case Manifest.Image image -> {
        Set<Digest> missing = missingBlobs(name, image);
        boolean configIsThere = !missing.contains(image.config().digest());
        yield !required.layers() && configIsThere ? missing : refuse(missing);
      }
      case Manifest.Index index -> {
        Set<Digest> missing = missingManifests(name, index);
        yield required.manifests() ? refuse(missing) : missing;
      }
    };
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
