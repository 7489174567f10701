package dev.privateregistry.registry.observe;

/** Groups of endpoints, named as in distribution's metrics. */
enum RequestGroup {
  BASE("base"),
  CATALOG("catalog"),
  TAGS("tags"),
  MANIFEST("manifest"),
  REFERRERS("referrers"),
  BLOB("blob"),
  BLOB_UPLOAD("blob_upload"),
  BLOB_UPLOAD_CHUNK("blob_upload_chunk"),
  TOKEN("token"),
  OTHER("other");

  private static final String PREFIX = "/v2/";

  private final String label;

  RequestGroup(String label) {
    this.label = label;
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
