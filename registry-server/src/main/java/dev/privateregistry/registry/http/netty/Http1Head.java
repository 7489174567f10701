package dev.privateregistry.registry.http.netty;

/**
 * The head of an HTTP/1.x request and what it says about the bytes that follow.
 *
 * @param bodyLength length of the body, or {@link #CHUNKED}
 * @param keepAlive whether the client wants to use the connection again
 * @param expectsContinue whether the client waits for 100 before it sends the body
 */
record Http1Head(
    RequestLine line,
    FieldLines fields,
    long bodyLength,
    boolean keepAlive,
    boolean expectsContinue) {
  static final long CHUNKED = -1;

  boolean isHttp10() {
    return line.protocol().equals(Http1HeadParser.HTTP_1_0);
  }
}
