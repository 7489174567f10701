package dev.privateregistry.registry.http.router;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Reference;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import java.util.List;

/** What a path stands for. */
public sealed interface Route {
  /** The methods that this path knows. */
  List<String> methods();

  /** {@code /}. */
  record Root() implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ;
    }
  }

  /** {@code /v2/}. */
  record Base() implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ;
    }
  }

  /** {@code /v2/_catalog}. */
  record Catalog() implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ;
    }
  }

  /** {@code /v2/<name>/tags/list}. */
  record TagList(RepositoryName name) implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ;
    }
  }

  /** {@code /v2/<name>/manifests/<tag or digest>}. */
  record Manifest(RepositoryName name, Reference reference) implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ_PUT_DELETE;
    }
  }

  /** {@code /v2/<name>/blobs/<digest>}. */
  record Blob(RepositoryName name, Digest digest) implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ_DELETE;
    }
  }

  /** {@code /v2/<name>/blobs/uploads/}. */
  record Uploads(RepositoryName name) implements Route {
    @Override
    public List<String> methods() {
      return Methods.POST;
    }
  }

  /** {@code /v2/<name>/blobs/uploads/<id>}. */
  record Upload(RepositoryName name, String id) implements Route {
    @Override
    public List<String> methods() {
      return Methods.UPLOAD;
    }
  }

  /** {@code /v2/<name>/referrers/<digest>}. */
  record Referrers(RepositoryName name, Digest subject) implements Route {
    @Override
    public List<String> methods() {
      return Methods.READ;
    }
  }

  /** A path of a known form with a part that is not valid. */
  record Invalid(ErrorCode code, String detail, List<String> methods) implements Route {}

  /** Nothing of this API. */
  record Unknown() implements Route {
    @Override
    public List<String> methods() {
      return List.of();
    }
  }
}
