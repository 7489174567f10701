package dev.privateregistry.e2e.golden;

import java.util.List;

/** HTTP/1.1 itself: what proxies and attackers send. */
final class WireScripts {
  private static final String START = "/v2/{repo}/blobs/uploads/";

  private WireScripts() {}

  static List<Script> all() {
    return List.of(heads(), bodies());
  }

  private static Script heads() {
    return new Script("HTTP heads")
        .send("HTTP/1.0", Request.raw("GET /v2/ HTTP/1.0\n\n"))
        .send("HTTP/1.0 with Host", Request.raw("GET /v2/ HTTP/1.0\nHost: x\n\n"))
        .send("HTTP/1.1 without Host", Request.raw("GET /v2/ HTTP/1.1\n\n"))
        .send("two Hosts", Request.raw("GET /v2/ HTTP/1.1\nHost: a\nHost: b\n\n"))
        .send("empty Host", Request.raw("GET /v2/ HTTP/1.1\nHost:\n\n"))
        .send("bad Host", Request.raw("GET /v2/ HTTP/1.1\nHost: a b/c\n\n"))
        .send("HTTP/1.2", Request.raw("GET /v2/ HTTP/1.2\nHost: x\n\n"))
        .send("HTTP/2.0 in text", Request.raw("GET /v2/ HTTP/2.0\nHost: x\n\n"))
        .send("HTTP/3.0 in text", Request.raw("GET /v2/ HTTP/3.0\nHost: x\n\n"))
        .send("no version", Request.raw("GET /v2/\n\n"))
        .send("bad version", Request.raw("GET /v2/ HTTQ/1.1\nHost: x\n\n"))
        .send("three spaces", Request.raw("GET   /v2/ HTTP/1.1\nHost: x\n\n"))
        .send("absolute target", Request.raw("GET http://x/v2/ HTTP/1.1\nHost: x\n\n"))
        .send("absolute https target", Request.raw("GET https://y/v2/ HTTP/1.1\nHost: x\n\n"))
        .send("OPTIONS *", Request.raw("OPTIONS * HTTP/1.1\nHost: x\n\n"))
        .send("GET *", Request.raw("GET * HTTP/1.1\nHost: x\n\n"))
        .send("CONNECT", Request.raw("CONNECT x:443 HTTP/1.1\nHost: x:443\n\n"))
        .send("a target without a slash", Request.raw("GET v2/ HTTP/1.1\nHost: x\n\n"))
        .send("a bad method", Request.raw("G(T /v2/ HTTP/1.1\nHost: x\n\n"))
        .send("a space before the colon", Request.raw("GET /v2/ HTTP/1.1\nHost: x\nA : b\n\n"))
        .send("no colon", Request.raw("GET /v2/ HTTP/1.1\nHost: x\nnonsense\n\n"))
        .send("an empty name", Request.raw("GET /v2/ HTTP/1.1\nHost: x\n: b\n\n"))
        .send("a folded field", Request.raw("GET /v2/ HTTP/1.1\nHost: x\nA: b\n c\n\n"))
        .send("NUL in a field", Request.raw("GET /v2/ HTTP/1.1\nHost: x\nA: b\0c\n\n"))
        .send("a bare CR in a field", Request.raw("GET /v2/ HTTP/1.1\nHost: x\nA: b\rc\n\n"))
        .send("NUL in the target", Request.raw("GET /v2/\0 HTTP/1.1\nHost: x\n\n"))
        .send(
            "a letter outside ASCII in the target",
            Request.raw("GET /v2/\u00e4 HTTP/1.1\nHost: x\n\n"))
        .send(
            "a letter outside ASCII in a field",
            Request.raw("GET /v2/ HTTP/1.1\nHost: x\nA: \u00e4\n\n"))
        .send("an Upgrade to h2c", upgrade())
        .send(
            "100 fields", Request.raw("GET /v2/ HTTP/1.1\nHost: x\n" + "A: b\n".repeat(90) + "\n"))
        .send(
            "a field of 4 KiB",
            Request.raw("GET /v2/ HTTP/1.1\nHost: x\nA: " + "b".repeat(4096) + "\n\n"))
        .send(
            "fields of 64 KiB",
            Request.raw(
                "GET /v2/ HTTP/1.1\nHost: x\n"
                    + ("A: " + "b".repeat(8000) + "\n").repeat(8)
                    + "\n"))
        .send(
            "fields of 2 MiB",
            Request.raw(
                "GET /v2/ HTTP/1.1\nHost: x\n"
                    + ("A: " + "b".repeat(8000) + "\n").repeat(262)
                    + "\n"));
  }

  private static Request upgrade() {
    return Request.raw(
        """
        GET /v2/ HTTP/1.1
        Host: x
        Connection: Upgrade, HTTP2-Settings
        Upgrade: h2c
        HTTP2-Settings: AAMAAABkAAQAAP__

        """);
  }

  private static Request post(String fields, String body) {
    return Request.raw("POST " + START + " HTTP/1.1\nHost: x\n" + fields + "\n" + body);
  }

  private static Script bodies() {
    return new Script("HTTP bodies")
        .send("Content-Length: -1", post("Content-Length: -1\n", ""))
        .send("Content-Length: +0", post("Content-Length: +0\n", ""))
        .send("Content-Length: 0x0", post("Content-Length: 0x0\n", ""))
        .send("Content-Length: nothing", post("Content-Length:\n", ""))
        .send("Content-Length: huge", post("Content-Length: 99999999999999999999\n", ""))
        .send("the same Content-Length twice", post("Content-Length: 0\nContent-Length: 0\n", ""))
        .send("two Content-Lengths", post("Content-Length: 0\nContent-Length: 1\n", "x"))
        .send("two in one field", post("Content-Length: 0, 1\n", "x"))
        .send(
            "length and chunked", post("Content-Length: 5\nTransfer-Encoding: chunked\n", "0\n\n"))
        .send("unknown coding", post("Transfer-Encoding: gzip\n", ""))
        .send("gzip, chunked", post("Transfer-Encoding: gzip, chunked\n", "0\n\n"))
        .send("chunked twice", post("Transfer-Encoding: chunked, chunked\n", "0\n\n"))
        .send("chunked in two fields", post(chunked().repeat(2), "0\n\n"))
        .send("xchunked", post("Transfer-Encoding: xchunked\n", "0\n\n"))
        .send("identity", post("Transfer-Encoding: identity\n", ""))
        .send("CHUNKED", post("Transfer-Encoding: CHUNKED\n", "0\n\n"))
        .send("chunk extension", post(chunked(), "0;a=b\n\n"))
        .send("trailer", post(chunked(), "0\nA: b\n\n"))
        .startUpload("bad")
        .send("a bad chunk size", patch("zz\nx\n0\n\n"))
        .startUpload("bad")
        .send("a negative chunk size", patch("-1\nx\n0\n\n"))
        .startUpload("bad")
        .send("a chunk longer than its size", patch("1\nxyz\n0\n\n"))
        .startUpload("bad")
        .send("a huge chunk size", patch("ffffffffffffffffff\nx\n0\n\n"))
        .send("Expect something else", expecting("nonsense"))
        .send("Expect 100-continue", expecting("100-continue"));
  }

  private static String chunked() {
    return "Transfer-Encoding: chunked\n";
  }

  private static Request patch(String body) {
    return Request.raw("PATCH {upload} HTTP/1.1\nHost: x\n" + chunked() + "\n" + body);
  }

  private static Request expecting(String what) {
    return post("Content-Length: 0\nExpect: " + what + "\n", "");
  }
}
