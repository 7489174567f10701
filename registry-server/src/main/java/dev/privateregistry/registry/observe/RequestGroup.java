package dev.privateregistry.registry.observe;

import org.jspecify.annotations.Nullable;

/** Groups of endpoints, named as in distribution's metrics. */
enum RequestGroup {
  BASE("base", "/v2/"),
  CATALOG("catalog", "/v2/_catalog"),
  TAGS("tags", "/v2/{name}/tags/list"),
  MANIFEST("manifest", "/v2/{name}/manifests/{reference}"),
  REFERRERS("referrers", "/v2/{name}/referrers/{digest}"),
  BLOB("blob", "/v2/{name}/blobs/{digest}"),
  BLOB_UPLOAD("blob_upload", "/v2/{name}/blobs/uploads/"),
  BLOB_UPLOAD_CHUNK("blob_upload_chunk", "/v2/{name}/blobs/uploads/{uuid}"),
  TOKEN("token", "/auth/token"),
  OTHER("other", "other");

  private static final String PREFIX = "/v2/";

  private final String label;
  private final String route;

  RequestGroup(String label, String route) {
    this.label = label;
    this.route = route;
  }

  /** What the paths of the group look like. */
  String route() {
    return route;
  }

  /** The repository that a path names, or null when it names none. */
  static @Nullable String repository(String path) {
    String end =
        switch (of(path)) {
          case TAGS -> "/tags/";
          case MANIFEST -> "/manifests/";
          case REFERRERS -> "/referrers/";
          case BLOB, BLOB_UPLOAD, BLOB_UPLOAD_CHUNK -> "/blobs/";
          case BASE, CATALOG, TOKEN, OTHER -> null;
        };
    int at = end == null ? -1 : path.lastIndexOf(end);
    return at <= PREFIX.length() ? null : path.substring(PREFIX.length(), at);
  }

  String label() {
    return label;
  }

  /** The group of a path; looks at its last parts only, and makes nothing. */
  static RequestGroup of(String path) {
    if (!path.startsWith(PREFIX)) {
      return path.equals("/v2") ? BASE : path.startsWith("/auth/token") ? TOKEN : OTHER;
    }
    if (path.length() == PREFIX.length()) {
      return BASE;
    }
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    int last = path.lastIndexOf('/', end - 1);
    if (isPart(path, last, end, "uploads")) {
      return isPartBefore(path, last, "blobs") ? BLOB_UPLOAD : OTHER;
    }
    if (isPart(path, last, end, "list")) {
      return isPartBefore(path, last, "tags") ? TAGS : OTHER;
    }
    if (isPart(path, last, end, "_catalog")) {
      return last == PREFIX.length() - 1 ? CATALOG : OTHER;
    }
    if (isPartBefore(path, last, "manifests")) {
      return MANIFEST;
    }
    if (isPartBefore(path, last, "referrers")) {
      return REFERRERS;
    }
    if (isPartBefore(path, last, "blobs")) {
      return BLOB;
    }
    return isPartBefore(path, last, "uploads") ? BLOB_UPLOAD_CHUNK : OTHER;
  }

  private static boolean isPartBefore(String path, int slash, String name) {
    int before = path.lastIndexOf('/', slash - 1);
    return before >= 0 && isPart(path, before, slash, name);
  }

  private static boolean isPart(String path, int slash, int end, String name) {
    return end - slash - 1 == name.length() && path.startsWith(name, slash + 1);
  }
}
