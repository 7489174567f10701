package dev.privateregistry.registry.http.netty;

/** What a request asks for, from the request line or the pseudo fields. */
record RequestLine(String method, String path, String query, String authority, String protocol) {
  /** Splits a target in origin form at its question mark. */
  static RequestLine of(String method, String target, String authority, String protocol) {
    int mark = target.indexOf('?');
    return mark < 0
        ? new RequestLine(method, target, "", authority, protocol)
        : new RequestLine(
            method, target.substring(0, mark), target.substring(mark + 1), authority, protocol);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }
}
