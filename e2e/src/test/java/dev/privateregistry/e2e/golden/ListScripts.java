package dev.privateregistry.e2e.golden;

import java.util.List;

/** Tags and the catalog, whole and in pages. */
final class ListScripts {
  private static final Content CONFIG = Content.blob("{}");
  private static final Content IMAGE = Content.dockerImage(CONFIG);
  private static final Content LATER = Content.dockerImage(CONFIG, Content.blob("later"));

  private ListScripts() {}

  static List<Script> all() {
    return List.of(emptyCatalog(), tags(), catalog());
  }

  private static Script emptyCatalog() {
    return new Script(Setting.FRESH, "empty catalog")
        .send(Request.get("/v2/_catalog"))
        .send(Request.get("/v2/_catalog?n=5&last=x"))
        .send(Request.get("/v2/{repo}/tags/list"));
  }

  private static Script tags() {
    Script script = new Script(Setting.FRESH, "tags").blobs(CONFIG, Content.blob("later"));
    script.send("only blobs", Request.get("/v2/{repo}/tags/list"));
    script.manifest(IMAGE.digest(), IMAGE);
    script.send("no tags", Request.get("/v2/{repo}/tags/list"));
    for (String tag : List.of("b", "a", "c", "B", "1", "1.10", "1.9", "_x", "latest")) {
      script.manifest(tag, IMAGE);
    }
    script.manifest("a", LATER);
    for (String query : pages("a", "c", "1.10", "zzz", "aa", "%C3%A4", "A")) {
      script.send(Request.get("/v2/{repo}/tags/list" + query));
    }
    return script
        .send(Request.head("/v2/{repo}/tags/list"))
        .send("of nothing", Request.get("/v2/golden/nothing/tags/list"))
        .prepare(Request.delete("/v2/{repo}/manifests/" + LATER.digest()))
        .send("after a delete", Request.get("/v2/{repo}/tags/list"));
  }

  private static Script catalog() {
    Script script = new Script(Setting.FRESH, "catalog");
    for (String name : List.of("b", "a", "a/b", "a-b", "a.b", "a/b/c", "ab", "z9")) {
      script
          .prepare(Request.post("/v2/" + name + "/blobs/uploads/"))
          .prepare(Request.put("{upload}&digest=" + CONFIG.digest()).body(CONFIG.bytes()))
          .prepare(
              Request.put("/v2/" + name + "/manifests/1").type(IMAGE.type()).body(IMAGE.bytes()));
    }
    script.prepare(Request.post("/v2/blob-only/blobs/uploads/"));
    for (String query : pages("a", "a/b", "zz", "aa", "a%2Fb", "golden/tags", "A")) {
      script.send(Request.get("/v2/_catalog" + query));
    }
    return script.send(Request.head("/v2/_catalog"));
  }

  private static List<String> pages(String... lasts) {
    List<String> queries =
        new java.util.ArrayList<>(
            List.of(
                "",
                "?n=1",
                "?n=2",
                "?n=3",
                "?n=100",
                "?n=1000",
                "?n=0",
                "?n=-1",
                "?n=x",
                "?n=",
                "?n=1.5",
                "?n=%201",
                "?n=+1",
                "?n=0x1",
                "?n=1001",
                "?n=99999999999999999999",
                "?last=",
                "?n=2&n=3",
                "?a=b",
                "?N=1",
                "?n=2;last=a",
                "?%zz",
                "?n=%zz"));
    for (String last : lasts) {
      queries.add("?last=" + last);
      queries.add("?n=2&last=" + last);
    }
    return queries;
  }
}
