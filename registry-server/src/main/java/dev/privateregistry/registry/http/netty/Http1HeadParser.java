package dev.privateregistry.registry.http.netty;

import java.nio.charset.StandardCharsets;

/**
 * Parses one HTTP/1.x request head, strictly: whatever another server in front could read
 * differently (RFC 9112 section 11.2) is refused rather than repaired. Lines end in CRLF; there is
 * no white space before a colon and no folded line; a length is given once, and not beside
 * Transfer-Encoding.
 */
final class Http1HeadParser {
  static final String HTTP_1_1 = "HTTP/1.1";
  static final String HTTP_1_0 = "HTTP/1.0";

  private static final int LONGEST_NAME = 255;

  private final RequestLimits limits;
  private final byte[] head;
  private final FieldBlock fields;
  private final FramingFields framing = new FramingFields();
  private int at;

  private Http1HeadParser(byte[] head, RequestLimits limits) {
    this.head = head;
    this.limits = limits;
    this.fields = new FieldBlock(head);
  }

  /**
   * Where the head that starts at 0 ends.
   *
   * @return the length with the empty line at the end, or -1 while that has not arrived; a line
   *     feed alone ends it too, for {@link #parse} to refuse
   */
  static int end(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        boolean bare = i == 0 || bytes[i - 1] != '\r';
        if (bare || (i >= 3 && bytes[i - 2] == '\n' && bytes[i - 3] == '\r')) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  /** Parses what {@link #end} has found: exactly one head, the empty line at its end included. */
  static Http1Head parse(byte[] head, RequestLimits limits) throws RefusedRequest {
    return new Http1HeadParser(head, limits).parse();
  }

  private Http1Head parse() throws RefusedRequest {
    String method = word("method");
    if (method.isEmpty()) {
      throw RefusedRequest.malformed("the request line has no method");
    }
    String target = target();
    String protocol = protocol();
    while (head[at] != '\r' || head[at + 1] != '\n') {
      field();
    }
    return framing.head(line(method, target, protocol), fields);
  }

  private RequestLine line(String method, String target, String protocol) throws RefusedRequest {
    String host = framing.host(protocol.equals(HTTP_1_1));
    if (target.startsWith("/")) {
      return RequestLine.of(method, target, host, protocol);
    }
    if (target.equals("*") && method.equals("OPTIONS")) {
      return RequestLine.of(method, "/", host, protocol);
    }
    int authority = afterScheme(target);
    if (authority < 0) {
      throw RefusedRequest.malformed("the request target is neither a path nor an http URL");
    }
    int path = authority;
    while (path < target.length() && target.charAt(path) != '/' && target.charAt(path) != '?') {
      path++;
    }
    String rest = target.substring(path);
    return RequestLine.of(
        method,
        rest.startsWith("/") ? rest : "/" + rest,
        FramingFields.checkedHost(target.substring(authority, path)),
        protocol);
  }

  private static int afterScheme(String target) {
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private String word(String what) throws RefusedRequest {
    int start = at;
    while (Octets.isToken(head[at])) {
      at++;
    }
    if (head[at] != ' ') {
      throw RefusedRequest.malformed("the " + what + " has an invalid character");
    }
    return text(start, at++);
  }

  private String target() throws RefusedRequest {
    int start = at;
    while (Octets.isTarget(head[at])) {
      at++;
    }
    if (at - start > limits.targetBytes()) {
      throw new RefusedRequest(414, "the request target is longer than " + limits.targetBytes());
    }
    if (head[at] != ' ' || at == start) {
      throw RefusedRequest.malformed("the request target has an invalid character");
    }
    return text(start, at++);
  }

  private String protocol() throws RefusedRequest {
    int start = at;
    while (Octets.isTarget(head[at])) {
      at++;
    }
    String protocol = protocol(start, at);
    endLine();
    return protocol;
  }

  private String protocol(int start, int end) throws RefusedRequest {
    String known = end - start == 8 ? text(start, end) : "";
    if (known.equals(HTTP_1_1)) {
      return HTTP_1_1;
    }
    if (known.equals(HTTP_1_0)) {
      return HTTP_1_0;
    }
    if (known.startsWith("HTTP/")) {
      throw new RefusedRequest(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    throw RefusedRequest.malformed("the request line does not end in a protocol version");
  }

  private void field() throws RefusedRequest {
    if (fields.size() == limits.fields()) {
      throw new RefusedRequest(431, "more than " + limits.fields() + " header fields");
    }
    int name = at;
    while (Octets.isToken(head[at])) {
      at++;
    }
    int colon = at;
    if (head[colon] != ':' || colon == name || colon - name > LONGEST_NAME) {
      throw RefusedRequest.malformed("a header field has an invalid name");
    }
    at++;
    while (head[at] == ' ' || head[at] == '\t') {
      at++;
    }
    int value = at;
    while (Octets.isFieldValue(head[at])) {
      at++;
    }
    int end = at;
    while (end > value && (head[end - 1] == ' ' || head[end - 1] == '\t')) {
      end--;
    }
    endLine();
    fields.add(name, colon, value, end);
    String special = FramingFields.special(head, name, colon - name);
    if (special != null) {
      framing.note(special, text(value, end));
    }
  }

  private void endLine() throws RefusedRequest {
    if (head[at] != '\r' || head[at + 1] != '\n') {
      throw RefusedRequest.malformed("a line has an invalid character or does not end in CRLF");
    }
    at += 2;
  }

  private String text(int from, int to) {
    return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
