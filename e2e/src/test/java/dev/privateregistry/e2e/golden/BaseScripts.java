package dev.privateregistry.e2e.golden;

import java.util.List;

/** The base of the API, paths that are none of it, and methods that a path does not know. */
final class BaseScripts {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get");
  private static final String DIGEST = Content.blob("nothing").digest();

  private BaseScripts() {}

  static List<Script> all() {
    return List.of(base(), methods(), otherPaths());
  }

  private static Script base() {
    return new Script("base")
        .send(Request.get("/"))
        .send(Request.head("/"))
        .send(Request.get("/v2/"))
        .send(Request.head("/v2/"))
        .send(Request.get("/v2"))
        .send(Request.get("/v2/?n=1"))
        .send("with a body", Request.get("/v2/").body("x"))
        .send("Accept: text/html", Request.get("/v2/").accept("text/html"))
        .send("gzip", Request.get("/v2/").header("Accept-Encoding", "zstd,gzip,deflate"))
        .send("If-None-Match: *", Request.get("/v2/").header("If-None-Match", "*"))
        .send("Range", Request.get("/v2/").header("Range", "bytes=0-0"))
        .send("Expect", Request.get("/v2/").header("Expect", "100-continue"))
        .send(
            "Authorization without need", Request.get("/v2/").header("Authorization", "Basic eA=="))
        .send("Origin", Request.get("/v2/").header("Origin", "https://example.com"));
  }

  private static Script methods() {
    Script script = new Script("methods");
    List<String> paths =
        List.of(
            "/v2/",
            "/v2/_catalog",
            "/v2/{repo}/tags/list",
            "/v2/{repo}/manifests/none",
            "/v2/{repo}/blobs/" + DIGEST,
            "/v2/{repo}/blobs/uploads/",
            "/v2/{repo}/blobs/uploads/6a7f3cba-54a4-4d67-8c3a-3f2f1b8f9a11");
    for (String path : paths) {
      for (String method : METHODS) {
        script.send(Request.of(method, path));
      }
    }
    return script;
  }

  private static Script otherPaths() {
    Script script = new Script("other paths");
    for (String path :
        List.of(
            "/v1/_ping",
            "/v1/search?q=a",
            "/v2/a",
            "/v2/{repo}",
            "/v2/{repo}/",
            "/v2/{repo}/tags",
            "/v2/{repo}/tags/",
            "/v2/{repo}/tags/other",
            "/v2/{repo}/tags/list/",
            "/v2/{repo}/manifests",
            "/v2/{repo}/manifests/",
            "/v2/{repo}/manifests/none/",
            "/v2/{repo}/blobs",
            "/v2/{repo}/blobs/",
            "/v2/{repo}/blobs/uploads",
            "/v2/{repo}/referrers/" + DIGEST,
            "/v2/{repo}/unknown/x",
            "/v2/_catalog/",
            "/v2/_other",
            "/v3/",
            "/metrics",
            "/debug/health",
            "/favicon.ico")) {
      script.send(Request.get(path));
    }
    return script
        .send(Request.post("/v2/{repo}/blobs/uploads"))
        .send(Request.put("/v2/{repo}/manifests/none/").type(Content.OCI_MANIFEST).body("{}"));
  }
}
