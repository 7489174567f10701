package dev.privateregistry.e2e.golden;

import java.util.List;

/** Names of repositories and paths, good, odd and hostile. */
final class NameScripts {
  private NameScripts() {}

  static List<Script> all() {
    return List.of(names(), paths());
  }

  private static Script names() {
    Script script = new Script("names");
    for (String name :
        List.of(
            "a",
            "0",
            "a/b/c/d/e/f/g/h/i/j",
            "a_b",
            "a__b",
            "a___b",
            "a-b",
            "a---b",
            "a.b",
            "a..b",
            "a_-b",
            "-a",
            "a-",
            "_a",
            "a_",
            ".a",
            "a.",
            "A",
            "a/B",
            "a/_b",
            "a b",
            "%C3%A4",
            "a/tags/list",
            "a/manifests",
            "a/blobs/uploads",
            "_catalog",
            "library/_layers",
            "example.com:5000/a",
            "x".repeat(255),
            "x".repeat(256),
            "x/".repeat(127) + "x",
            "x/".repeat(128) + "x")) {
      script.send("GET tags of " + name, Request.get("/v2/" + name + "/tags/list"));
    }
    for (String name : List.of("A", "a..b", "_a", "x".repeat(256))) {
      script
          .send("POST to " + name, Request.post("/v2/" + name + "/blobs/uploads/"))
          .send("GET manifest of " + name, Request.get("/v2/" + name + "/manifests/1"))
          .send(
              "PUT manifest to " + name,
              Request.put("/v2/" + name + "/manifests/1").type(Content.OCI_MANIFEST).body("{}"))
          .send(
              "GET blob of " + name,
              Request.get("/v2/" + name + "/blobs/" + Content.blob("x").digest()));
    }
    return script;
  }

  private static Script paths() {
    Script script = new Script("paths");
    for (String path :
        List.of(
            "//v2/",
            "/v2//",
            "/v2/./",
            "/v2/../v2/",
            "/v2/a/../b/tags/list",
            "/v2/a//b/tags/list",
            "/v2//a/tags/list",
            "/v2/a/tags//list",
            "/v2/a/%2e%2e/b/tags/list",
            "/v2/a%2Fb/tags/list",
            "/v2/a%2fb%2ftags%2flist",
            "/v2/%61/tags/list",
            "/v2/a/tags/li%73t",
            "/v2%2F",
            "/%76%32/",
            "/v2/a%00b/tags/list",
            "/v2/a%0Ab/tags/list",
            "/v2/a%/tags/list",
            "/v2/a%2/tags/list",
            "/v2/a%zz/tags/list",
            "/v2/a%252Fb/tags/list",
            "/v2/a%C0%AEb/tags/list",
            "/v2/a%FFb/tags/list",
            "/v2/a\\b/tags/list",
            "/v2/a;b/tags/list",
            "/v2/a/tags/list;x",
            "/v2/a?/tags/list",
            "/v2/a/tags/list?",
            "/v2/a/tags/list?x=%",
            "/v2/a/tags/list#fragment",
            "/v2/../../../../etc/passwd",
            "/v2/..%2f..%2f..%2fetc%2fpasswd",
            "/../etc/passwd",
            "/v2/a/manifests/..",
            "/v2/a/manifests/%2e%2e",
            "/v2/a/manifests/..%2f..%2fx",
            "/v2/a/blobs/..",
            "/V2/",
            "/v2/<script>/tags/list",
            "/v2/%3Cscript%3E/tags/list",
            "/v2/" + "a".repeat(5000) + "/tags/list")) {
      String shown = path.length() > 100 ? "a path of 5000 characters" : path;
      script.send("GET " + shown, Request.get(path));
    }
    return script;
  }
}
