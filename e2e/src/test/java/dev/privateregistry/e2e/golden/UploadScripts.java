package dev.privateregistry.e2e.golden;

import java.util.List;

/** Uploads of every kind. */
final class UploadScripts {
  private static final Content BLOB = Content.blob("one two three");
  private static final Content EMPTY = Content.blob("");
  private static final String START = "/v2/{repo}/blobs/uploads/";
  private static final String FIRST = "one two";
  private static final String SECOND = " three";

  private UploadScripts() {}

  static List<Script> all() {
    return List.of(
        wholes(),
        digests(),
        chunks(),
        contentRanges(),
        types(),
        states(),
        mounts(),
        starts(),
        base());
  }

  private static Request put(Content blob) {
    return Request.put("{upload}&digest=" + blob.digest()).type(Content.OCTETS).body(blob.bytes());
  }

  private static Request chunk(String content, String range) {
    return Request.patch("{upload}")
        .type(Content.OCTETS)
        .header("Content-Range", range)
        .body(content);
  }

  private static Script wholes() {
    return new Script("uploads in one piece")
        .send("POST", Request.post(START))
        .send("PUT", put(BLOB))
        .send("PUT again", put(BLOB))
        .send("GET the blob", Request.get("/v2/{repo}/blobs/" + BLOB.digest()))
        .send("POST to push it again", Request.post(START))
        .send("PUT what is there", put(BLOB))
        .startUpload()
        .send("PUT chunked", Request.put("{upload}&digest=" + BLOB.digest()).chunked(BLOB.bytes()))
        .startUpload()
        .send("PUT the empty blob", put(EMPTY))
        .startUpload()
        .send(
            "PUT without a type",
            Request.put("{upload}&digest=" + BLOB.digest()).body(BLOB.bytes()))
        .startUpload()
        .send(
            "PUT with a type of form data",
            Request.put("{upload}&digest=" + BLOB.digest())
                .type("application/x-www-form-urlencoded")
                .body(BLOB.bytes()))
        .startUpload()
        .send(
            "PUT with Content-Range",
            put(BLOB).header("Content-Range", "0-" + (BLOB.bytes().length - 1)))
        .send(
            "POST with digest and content",
            Request.post(START + "?digest=" + BLOB.digest())
                .type(Content.OCTETS)
                .body(BLOB.bytes()))
        .send("POST with digest, no content", Request.post(START + "?digest=" + BLOB.digest()))
        .send(
            "POST with a digest of other content",
            Request.post(START + "?digest=" + EMPTY.digest()).type(Content.OCTETS).body("x"))
        .send("POST with a bad digest", Request.post(START + "?digest=sha256:0").body("x"))
        .send("POST with content and no digest", Request.post(START).body("ignored"));
  }

  private static Script digests() {
    Script script = new Script("digests of uploads");
    for (String digest :
        List.of(
            "",
            "sha256:" + "0".repeat(64),
            "sha256:" + "0".repeat(63),
            "sha256:" + "A".repeat(64),
            "sha256:",
            "sha384:" + "0".repeat(96),
            "md5:" + "0".repeat(32),
            "x",
            "%zz")) {
      script
          .startUpload()
          .send(
              "PUT digest=" + digest, Request.put("{upload}&digest=" + digest).body(BLOB.bytes()));
    }
    return script
        .startUpload()
        .send("PUT without digest", Request.put("{upload}").body(BLOB.bytes()))
        .startUpload()
        .send(
            "PUT sha512",
            Request.put("{upload}&digest=" + BLOB.sha512()).type(Content.OCTETS).body(BLOB.bytes()))
        .send("GET by sha512", Request.get("/v2/{repo}/blobs/" + BLOB.sha512()))
        .startUpload()
        .send("PUT another digest", Request.put("{upload}&digest=" + EMPTY.digest()).body("x"))
        .send("PUT the right digest after it", put(BLOB));
  }

  private static Script chunks() {
    return new Script("uploads in chunks")
        .startUpload()
        .send("PATCH", Request.patch("{upload}").type(Content.OCTETS).body(FIRST))
        .send("GET status", Request.get("{upload}"))
        .send("HEAD status", Request.head("{upload}"))
        .send("PATCH on", Request.patch("{upload}").type(Content.OCTETS).body(SECOND))
        .send("PUT closes", Request.put("{upload}&digest=" + BLOB.digest()))
        .send("GET status after the end", Request.get("{upload}"))
        .send("PATCH after the end", Request.patch("{upload}").body("x"))
        .startUpload()
        .send("PATCH chunked", Request.patch("{upload}").chunked(FIRST.getBytes(UTF_8)))
        .send(
            "PUT with the last chunk",
            Request.put("{upload}&digest=" + BLOB.digest()).type(Content.OCTETS).body(SECOND))
        .startUpload()
        .send("PATCH nothing", Request.patch("{upload}").type(Content.OCTETS))
        .send("PATCH nothing chunked", Request.patch("{upload}").chunked(new byte[0]))
        .send("GET status of nothing", Request.get("{upload}"))
        .send("DELETE", Request.delete("{upload}"))
        .send("GET status after DELETE", Request.get("{upload}"))
        .send("DELETE again", Request.delete("{upload}"))
        .startUpload("early")
        .send("PATCH once", Request.patch("{upload}").body(FIRST))
        .send("PATCH with the Location from before", Request.patch("{early}").body(SECOND))
        .send("PUT with the Location from before", Request.put("{early}&digest=" + BLOB.digest()))
        .send("GET with the Location from before", Request.get("{early}"))
        .send("DELETE with the Location from before", Request.delete("{early}"));
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private static Script contentRanges() {
    Script script = new Script("Content-Range");
    for (String range :
        List.of(
            "0-6",
            "0-5",
            "0-7",
            "1-7",
            "5-11",
            "6-0",
            "bytes 0-6",
            "bytes 0-6/13",
            "0-6/13",
            "bytes=0-6",
            "0-",
            "-6",
            "0",
            "a-b",
            "",
            "00-06",
            "0-99999999999999999999",
            "-1-5")) {
      script.startUpload().send("first chunk, " + range, chunk(FIRST, range));
    }
    script.startUpload().send("a first chunk in order", chunk(FIRST, "0-6"));
    script.send("the first chunk again", chunk(FIRST, "0-6"));
    script.startUpload("gap").send("then", chunk(FIRST, "0-6"));
    script.send("a gap", chunk(SECOND, "8-13"));
    script.send("status after the gap", Request.get("{upload}"));
    script.send("in order after the gap", chunk(SECOND, "7-12"));
    script.send(
        "PUT with a last chunk out of order",
        Request.put("{upload}&digest=" + BLOB.digest()).header("Content-Range", "20-20").body("x"));
    script.send("PUT in the end", Request.put("{upload}&digest=" + BLOB.digest()));
    return script
        .startUpload()
        .send(
            "chunked coding with a range",
            Request.patch("{upload}").header("Content-Range", "0-6").chunked(FIRST.getBytes(UTF_8)))
        .startUpload()
        .send(
            "chunked coding with a wrong range",
            Request.patch("{upload}")
                .header("Content-Range", "5-6")
                .chunked(FIRST.getBytes(UTF_8)));
  }

  private static Script types() {
    Script script = new Script("types of chunks");
    for (String type :
        List.of(
            Content.OCTETS,
            "application/octet-stream; x=y",
            "APPLICATION/OCTET-STREAM",
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "nonsense")) {
      script.startUpload().send("PATCH " + type, Request.patch("{upload}").type(type).body(FIRST));
    }
    return script;
  }

  private static Script states() {
    String unknown = "/v2/{repo}/blobs/uploads/6a7f3cba-54a4-4d67-8c3a-3f2f1b8f9a11";
    String bare = "/v2/{repo}/blobs/uploads/{uuid}";
    String elsewhere = "/v2/golden/elsewhere/blobs/uploads/{uuid}";
    Script script = new Script("states of uploads").startUpload("mine");
    for (String method : List.of("GET", "HEAD", "PATCH", "PUT", "DELETE")) {
      String query = method.equals("PUT") ? "?digest=" + BLOB.digest() : "";
      script
          .send(method + " without state", Request.of(method, bare + query))
          .send(
              method + " with a broken state",
              Request.of(method, bare + "?_state=broken" + query.replace('?', '&')))
          .send(method + " unknown", Request.of(method, unknown + query))
          .send(method + " in another repository", Request.of(method, elsewhere + query));
    }
    return script
        .send("GET an id that is none", Request.get("/v2/{repo}/blobs/uploads/not-an-id"))
        .send("GET an id with odd characters", Request.get("/v2/{repo}/blobs/uploads/a%2Fb"))
        .send("GET an id that climbs", Request.get("/v2/{repo}/blobs/uploads/.."))
        .startUpload("other")
        .send("PATCH with the state of another upload", crossed())
        .send("PUT with the digest in front", digestInFront());
  }

  /** The path of one upload with the state of another. */
  private static Request crossed() {
    return Request.patch("/v2/{repo}/blobs/uploads/6a7f3cba-54a4-4d67-8c3a-3f2f1b8f9a11?{query}")
        .body("x");
  }

  private static Request digestInFront() {
    return Request.put("/v2/{repo}/blobs/uploads/{uuid}?digest=" + BLOB.digest() + "&{query}")
        .body(BLOB.bytes());
  }

  private static Script mounts() {
    Content other = Content.blob("not there");
    String from = "&from=golden/mounts";
    return new Script("mounts")
        .blobs(BLOB)
        .send("onto itself", mount(BLOB.digest() + from))
        .send("elsewhere", mountTo("golden/mounted", BLOB.digest() + from))
        .send("GET where it was mounted", Request.get("/v2/golden/mounted/blobs/" + BLOB.digest()))
        .send("what is not there", mountTo("golden/mounted", other.digest() + from))
        .send("from nowhere", mountTo("golden/mounted", BLOB.digest() + "&from=golden/none"))
        .send("from anywhere", mountTo("golden/anywhere", BLOB.digest()))
        .send("from an empty name", mountTo("golden/empty", BLOB.digest() + "&from="))
        .send("from a bad name", mountTo("golden/bad", BLOB.digest() + "&from=../x"))
        .send("a bad digest", mountTo("golden/bad", "sha256:0" + from))
        .send("sha512", mountTo("golden/mounted", BLOB.sha512() + from))
        .send("only from", Request.post("/v2/golden/from/blobs/uploads/?from=golden/mounts"))
        .send("encoded", mountTo("golden/encoded", encoded(BLOB.digest() + from)))
        .send("with origin", mountTo("golden/origin", BLOB.digest() + from + "&origin=docker.io"));
  }

  private static String encoded(String text) {
    return text.replace(":", "%3A").replace("/", "%2F");
  }

  private static Request mount(String query) {
    return mountTo("{repo}", query);
  }

  private static Request mountTo(String repository, String query) {
    return Request.post("/v2/" + repository + "/blobs/uploads/?mount=" + query);
  }

  private static Script starts() {
    return new Script("starts of uploads")
        .send("Content-Type json", Request.post(START).type("application/json"))
        .send("with a query", Request.post(START + "?a=b"))
        .send("without Content-Length", Request.raw("POST " + START + " HTTP/1.1\nHost: x\n\n"))
        .send("digest-algorithm", Request.post(START + "?digest-algorithm=sha512"))
        .send("GET", Request.get(START))
        .send("PUT", Request.put(START))
        .send("repository called uploads", Request.post("/v2/a/blobs/uploads/blobs/uploads/"));
  }

  /** What the address in Location is made of. */
  private static Script base() {
    return new Script("addresses")
        .send("Host", Request.post(START).header("Host", "reg.example.com:8080"))
        .send("X-Forwarded-Proto", Request.post(START).header("X-Forwarded-Proto", "https"))
        .send("X-Forwarded-Host", Request.post(START).header("X-Forwarded-Host", "a.example"))
        .send(
            "X-Forwarded-Host twice",
            Request.post(START).header("X-Forwarded-Host", "a.example, b.example"))
        .send(
            "X-Forwarded-Port",
            Request.post(START)
                .header("X-Forwarded-Host", "a.example")
                .header("X-Forwarded-Port", "8443"))
        .send(
            "Forwarded",
            Request.post(START).header("Forwarded", "for=1.2.3.4;host=f.example;proto=https"))
        .send(
            "Forwarded twice",
            Request.post(START).header("Forwarded", "host=a.example, host=b.example;proto=https"))
        .send("Forwarded that is none", Request.post(START).header("Forwarded", ";;=\"x"))
        .send("X-Forwarded-Prefix", Request.post(START).header("X-Forwarded-Prefix", "/p"))
        .send(
            "HTTP/1.0 without Host",
            Request.raw("POST " + START + " HTTP/1.0\nContent-Length: 0\n\n"));
  }
}
