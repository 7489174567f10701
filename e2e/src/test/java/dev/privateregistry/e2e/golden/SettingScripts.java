package dev.privateregistry.e2e.golden;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What other configurations change: relative addresses, a public host, passwords. */
final class SettingScripts {
  private static final Content BLOB = Content.blob("content");
  private static final Content IMAGE = Content.dockerImage(BLOB);
  private static final String ALICE = "Basic " + base64("alice:secret");

  private SettingScripts() {}

  static List<Script> all() {
    return List.of(
        addresses(Setting.RELATIVE, "relative addresses"),
        addresses(Setting.PUBLIC_HOST, "a public host"),
        challenges(),
        credentials(),
        alice());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Script addresses(Setting setting, String name) {
    return new Script(setting, name)
        .send(Request.get("/v2/"))
        .send("POST", Request.post("/v2/{repo}/blobs/uploads/"))
        .send(
            "POST behind a proxy",
            Request.post("/v2/{repo}/blobs/uploads/")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "other.example"))
        .startUpload()
        .send("PATCH", Request.patch("{upload}").body("con"))
        .send("GET status", Request.get("{upload}"))
        .send("PUT", Request.put("{upload}&digest=" + BLOB.digest()).body("tent"))
        .send("PUT manifest", manifest())
        .send("GET tags", Request.get("/v2/{repo}/tags/list?n=1"))
        .send("GET manifest", Request.get("/v2/{repo}/manifests/1").accept(IMAGE.type()))
        .send("GET blob", Request.get("/v2/{repo}/blobs/" + BLOB.digest()))
        .send(
            "mount",
            Request.post("/v2/golden/m/blobs/uploads/?mount=" + BLOB.digest() + "&from={repo}"))
        .send("an error", Request.get("/v2/{repo}/manifests/none"))
        .send("a slash too few", Request.get("/v2"));
  }

  private static Request manifest() {
    return Request.put("/v2/{repo}/manifests/1").type(IMAGE.type()).body(IMAGE.bytes());
  }

  private static Script challenges() {
    return new Script(Setting.PASSWORDS, "challenges")
        .send(Request.get("/"))
        .send(Request.get("/v2/"))
        .send(Request.head("/v2/"))
        .send(Request.get("/v2"))
        .send(Request.of("OPTIONS", "/v2/"))
        .send(Request.post("/v2/"))
        .send("GET manifest", Request.get("/v2/{repo}/manifests/1"))
        .send("HEAD manifest", Request.head("/v2/{repo}/manifests/1"))
        .send("PUT manifest", manifest())
        .send("DELETE manifest", Request.delete("/v2/{repo}/manifests/1"))
        .send("GET blob", Request.get("/v2/{repo}/blobs/" + BLOB.digest()))
        .send("HEAD blob", Request.head("/v2/{repo}/blobs/" + BLOB.digest()))
        .send("DELETE blob", Request.delete("/v2/{repo}/blobs/" + BLOB.digest()))
        .send("GET a bad digest", Request.get("/v2/{repo}/blobs/sha256:0"))
        .send("POST", Request.post("/v2/{repo}/blobs/uploads/"))
        .send("mount", Request.post("/v2/{repo}/blobs/uploads/?mount=" + BLOB.digest() + "&from=a"))
        .send("PATCH", Request.patch("/v2/{repo}/blobs/uploads/x").body("x"))
        .send("DELETE upload", Request.delete("/v2/{repo}/blobs/uploads/x"))
        .send("GET tags", Request.get("/v2/{repo}/tags/list"))
        .send("GET catalog", Request.get("/v2/_catalog"))
        .send("GET a bad name", Request.get("/v2/A/tags/list"))
        .send("GET what is nothing", Request.get("/v2/x"));
  }

  private static Script credentials() {
    Script script = new Script(Setting.PASSWORDS, "credentials");
    for (String value :
        List.of(
            "Basic " + base64("alice:wrong"),
            "Basic " + base64("bob:secret"),
            "Basic " + base64("alice:"),
            "Basic " + base64(":secret"),
            "Basic " + base64("alice"),
            "Basic " + base64("Alice:secret"),
            "Basic " + base64("alice:secret:x"),
            "Basic " + base64("alice:" + "x".repeat(100)),
            "Basic %%%",
            "Basic",
            "Basic ",
            "basic " + base64("alice:secret"),
            "BASIC " + base64("alice:secret"),
            "Basic  " + base64("alice:secret"),
            "Bearer " + base64("alice:secret"),
            "nonsense",
            ALICE)) {
      script.send("Authorization: " + value, Request.get("/v2/").header("Authorization", value));
    }
    return script;
  }

  private static Script alice() {
    return new Script(Setting.PASSWORDS, "a user")
        .withEach("Authorization", ALICE)
        .send("POST", Request.post("/v2/{repo}/blobs/uploads/"))
        .send("PUT", Request.put("{upload}&digest=" + BLOB.digest()).body(BLOB.bytes()))
        .send("PUT manifest", manifest())
        .send("GET manifest", Request.get("/v2/{repo}/manifests/1").accept(IMAGE.type()))
        .send("GET tags", Request.get("/v2/{repo}/tags/list"))
        .send("GET catalog", Request.get("/v2/_catalog"))
        .send("OPTIONS", Request.of("OPTIONS", "/v2/"))
        .send("POST to the base", Request.post("/v2/"))
        .send(
            "mount",
            Request.post("/v2/golden/u/blobs/uploads/?mount=" + BLOB.digest() + "&from={repo}"))
        .startUpload()
        .send("DELETE upload", Request.delete("{upload}"))
        .send("DELETE manifest", Request.delete("/v2/{repo}/manifests/1"))
        .send("GET a bad name", Request.get("/v2/A/tags/list"));
  }
}
