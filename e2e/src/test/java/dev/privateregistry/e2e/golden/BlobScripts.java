package dev.privateregistry.e2e.golden;

import java.util.List;

/** Reading blobs. */
final class BlobScripts {
  private static final Content BLOB = Content.blob("0123456789abcdef");
  private static final Content LARGE = Content.blob("0123456789".repeat(20_000));
  private static final Content EMPTY = Content.blob("");
  private static final String PATH = "/v2/{repo}/blobs/" + BLOB.digest();

  private BlobScripts() {}

  static List<Script> all() {
    return List.of(reading(), ranges(), conditions(), digests());
  }

  private static Script reading() {
    String large = "/v2/{repo}/blobs/" + LARGE.digest();
    return new Script("blobs")
        .blobs(BLOB, LARGE, EMPTY)
        .send(Request.get(PATH))
        .send(Request.head(PATH))
        .send("a large one", Request.get(large))
        .send("HEAD a large one", Request.head(large))
        .send("the end of a large one", Request.get(large).header("Range", "bytes=199990-"))
        .send("the empty blob", Request.get("/v2/{repo}/blobs/" + EMPTY.digest()))
        .send("HEAD the empty blob", Request.head("/v2/{repo}/blobs/" + EMPTY.digest()))
        .send("gzip", Request.get(PATH).header("Accept-Encoding", "gzip"))
        .send("Accept: text/plain", Request.get(PATH).accept("text/plain"))
        .send("with a query", Request.get(PATH + "?ns=docker.io"))
        .send("colon encoded", Request.get(PATH.replace("sha256:", "sha256%3A")))
        .send("from another repository", Request.get("/v2/other/name/blobs/" + BLOB.digest()))
        .send("HEAD from another repository", Request.head("/v2/other/x/blobs/" + BLOB.digest()))
        .send("If-Range", withRange("bytes=1-2").header("If-Range", '"' + BLOB.digest() + '"'))
        .send("If-Range of another", withRange("bytes=1-2").header("If-Range", "\"other\""))
        .send("HEAD with Range", Request.head(PATH).header("Range", "bytes=1-2"));
  }

  private static Request withRange(String range) {
    return Request.get(PATH).header("Range", range);
  }

  private static Script ranges() {
    Script script = new Script("ranges").blobs(BLOB, EMPTY);
    for (String range :
        List.of(
            "bytes=0-0",
            "bytes=0-",
            "bytes=0-15",
            "bytes=0-16",
            "bytes=5-7",
            "bytes=15-",
            "bytes=16-",
            "bytes=16-20",
            "bytes=-1",
            "bytes=-16",
            "bytes=-17",
            "bytes=-0",
            "bytes=5-4",
            "bytes=a-b",
            "bytes=-",
            "bytes=",
            "bytes",
            "bytes 0-1",
            "Bytes=0-1",
            "items=0-1",
            "bytes= 0-1",
            "bytes=0 - 1",
            "bytes=0-1,3-4",
            "bytes=0-1, 20-30",
            "bytes=0-0,0-0,0-0,0-0,0-0,0-0",
            "bytes=99999999999999999999-",
            "bytes=0-99999999999999999999",
            "bytes=+1-2",
            "0-1")) {
      script.send("Range: " + range, withRange(range));
    }
    return script.send(
        "of the empty blob",
        Request.get("/v2/{repo}/blobs/" + EMPTY.digest()).header("Range", "bytes=0-"));
  }

  private static Script conditions() {
    Script script = new Script("conditions").blobs(BLOB);
    String digest = BLOB.digest();
    for (String tag :
        List.of(
            '"' + digest + '"',
            digest,
            "W/\"" + digest + '"',
            "*",
            "\"other\"",
            "\"other\", \"" + digest + '"',
            "")) {
      String shown = tag.replace(digest, "DIGEST");
      script
          .send("If-None-Match: " + shown, Request.get(PATH).header("If-None-Match", tag))
          .send("HEAD If-None-Match: " + shown, Request.head(PATH).header("If-None-Match", tag))
          .send("If-Match: " + shown, Request.get(PATH).header("If-Match", tag));
    }
    return script.send(
        "If-Modified-Since",
        Request.get(PATH).header("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"));
  }

  private static Script digests() {
    Script script = new Script("digests of blobs").blobs(BLOB);
    for (String digest :
        List.of(
            "sha256:" + "0".repeat(64),
            "sha256:" + "0".repeat(63),
            "sha256:" + "0".repeat(65),
            "sha256:" + "A".repeat(64),
            "sha256:" + "g".repeat(64),
            "sha256:",
            "sha512:" + "0".repeat(128),
            "sha512:" + "0".repeat(64),
            "sha384:" + "0".repeat(96),
            "md5:" + "0".repeat(32),
            "SHA256:" + "0".repeat(64),
            "sha256",
            "latest",
            ":",
            "sha256:%00",
            "..%2f..%2fetc")) {
      script.send("GET " + digest, Request.get("/v2/{repo}/blobs/" + digest));
    }
    return script;
  }
}
