package dev.privateregistry.registry.http.router;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Reference;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads paths (OCI distribution spec, Endpoints). The end of a path decides, since a repository may
 * be called {@code a/blobs/uploads}. A percent-encoded path means what it decodes to; names and
 * digests are checked after decoding, so that no encoding gets anything past the check.
 */
public final class Router {
  private static final Route ROOT = new Route.Root();
  private static final Route BASE = new Route.Base();
  private static final Route CATALOG = new Route.Catalog();
  private static final Route UNKNOWN = new Route.Unknown();
  private static final String API = "/v2/";

  private Router() {}

  /**
   * The route of a request.
   *
   * @param rawPath as sent, percent-encoded, without the query
   */
  public static Route route(String method, String rawPath) {
    String path = Percent.decode(rawPath);
    if (path == null) {
      return UNKNOWN;
    }
    if (path.equals("/v2/") || path.equals("/v2")) {
      return BASE;
    }
    if (path.equals("/")) {
      return ROOT;
    }
    return path.startsWith(API) ? below(method, withoutTrailingSlash(path)) : UNKNOWN;
  }

  private static String withoutTrailingSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Route below(String method, String path) {
    if (path.equals("/v2/_catalog")) {
      return CATALOG;
    }
    int lastSlash = path.lastIndexOf('/');
    int kindSlash = path.lastIndexOf('/', lastSlash - 1);
    if (kindSlash < API.length()) {
      return UNKNOWN;
    }
    String last = path.substring(lastSlash + 1);
    if (endsAt(path, lastSlash, "/manifests")) {
      return manifest(method, path.substring(API.length(), kindSlash), last);
    }
    if (endsAt(path, lastSlash, "/blobs/uploads")) {
      int nameEnd = lastSlash - "/blobs/uploads".length();
      return nameEnd < API.length() ? UNKNOWN : upload(path.substring(API.length(), nameEnd), last);
    }
    String name = path.substring(API.length(), kindSlash);
    if (endsAt(path, lastSlash, "/blobs")) {
      return last.equals("uploads") ? uploads(name) : blob(name, last);
    }
    if (endsAt(path, lastSlash, "/referrers")) {
      return referrers(name, last);
    }
    return endsAt(path, lastSlash, "/tags") && last.equals("list") ? tagList(name) : UNKNOWN;
  }

  private static boolean endsAt(String path, int end, String text) {
    return path.startsWith(text, end - text.length());
  }

  private static Route manifest(String method, String nameText, String referenceText) {
    RepositoryName name = RepositoryName.tryParse(nameText);
    if (name == null) {
      return invalidName(nameText, Methods.READ_PUT_DELETE);
    }
    Reference reference = Reference.tryParse(referenceText);
    if (reference != null) {
      return new Route.Manifest(name, reference);
    }
    ErrorCode code =
        referenceText.indexOf(':') >= 0
            ? ErrorCode.DIGEST_INVALID
            : method.equals("PUT") ? ErrorCode.TAG_INVALID : ErrorCode.MANIFEST_UNKNOWN;
    return new Route.Invalid(
        code, "not a tag or digest: " + shown(referenceText), Methods.READ_PUT_DELETE);
  }

  private static Route blob(String nameText, String digestText) {
    RepositoryName name = RepositoryName.tryParse(nameText);
    if (name == null) {
      return invalidName(nameText, Methods.READ_DELETE);
    }
    Digest digest = Digest.tryParse(digestText);
    return digest != null
        ? new Route.Blob(name, digest)
        : invalidDigest(digestText, Methods.READ_DELETE);
  }

  private static Route referrers(String nameText, String digestText) {
    RepositoryName name = RepositoryName.tryParse(nameText);
    if (name == null) {
      return invalidName(nameText, Methods.READ);
    }
    Digest subject = Digest.tryParse(digestText);
    return subject != null
        ? new Route.Referrers(name, subject)
        : invalidDigest(digestText, Methods.READ);
  }

  private static Route uploads(String nameText) {
    RepositoryName name = RepositoryName.tryParse(nameText);
    return name != null ? new Route.Uploads(name) : invalidName(nameText, Methods.POST);
  }

  private static Route upload(String nameText, String id) {
    RepositoryName name = RepositoryName.tryParse(nameText);
    return name != null ? new Route.Upload(name, id) : invalidName(nameText, Methods.UPLOAD);
  }

  private static Route tagList(String nameText) {
    RepositoryName name = RepositoryName.tryParse(nameText);
    return name != null ? new Route.TagList(name) : invalidName(nameText, Methods.READ);
  }

  private static Route invalidDigest(String text, List<String> methods) {
    return new Route.Invalid(
        ErrorCode.DIGEST_INVALID, "not a sha256 or sha512 digest: " + shown(text), methods);
  }

  private static Route invalidName(@Nullable String text, List<String> methods) {
    return new Route.Invalid(
        ErrorCode.NAME_INVALID,
        "not a repository name (lower-case letters and digits, joined by . _ __ or -): "
            + shown(String.valueOf(text)),
        methods);
  }

  /** Client input as part of a message: bounded. */
  private static String shown(String text) {
    return text.length() <= 128 ? text : text.substring(0, 128) + "…";
  }
}
