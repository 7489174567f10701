package dev.privateregistry.registry.http.netty;

import org.jspecify.annotations.Nullable;

/** The field lines that say where a request ends and what becomes of the connection. */
final class FramingFields {
  private static final String HOST = "host";
  private static final String LENGTH = "content-length";
  private static final String CODING = "transfer-encoding";
  private static final String CONNECTION = "connection";
  private static final String EXPECT = "expect";

  private @Nullable String host;
  private @Nullable String coding;
  private long length = -1;
  private boolean close;
  private boolean keepAlive;
  private boolean expectsContinue;

  /** Which of the fields above this is, if any: the length of the name tells them apart. */
  static @Nullable String special(byte[] bytes, int from, int length) {
    String candidate =
        switch (length) {
          case 4 -> HOST;
          case 6 -> EXPECT;
          case 10 -> CONNECTION;
          case 14 -> LENGTH;
          case 17 -> CODING;
          default -> null;
        };
    if (candidate != null) {
      for (int i = 0; i < length; i++) {
        if ((bytes[from + i] | 0x20) != candidate.charAt(i)) {
          return null;
        }
      }
    }
    return candidate;
  }

  void note(String name, String value) throws RefusedRequest {
    switch (name) {
      case HOST -> {
        if (host != null) {
          throw RefusedRequest.malformed("more than one Host field");
        }
        host = checkedHost(value);
      }
      case LENGTH -> {
        if (length >= 0) {
          throw RefusedRequest.malformed("more than one Content-Length");
        }
        length = parsedLength(value);
      }
      case CODING -> {
        if (coding != null) {
          throw RefusedRequest.malformed("more than one Transfer-Encoding field");
        }
        coding = value;
      }
      case EXPECT -> {
        if (!value.equalsIgnoreCase("100-continue")) {
          throw new RefusedRequest(417, "the only expectation met is 100-continue");
        }
        expectsContinue = true;
      }
      default -> {
        for (String token : value.split(",")) {
          close |= token.strip().equalsIgnoreCase("close");
          keepAlive |= token.strip().equalsIgnoreCase("keep-alive");
        }
      }
    }
  }

  Http1Head head(RequestLine line, FieldLines fields) throws RefusedRequest {
    boolean current = line.protocol().equals(Http1HeadParser.HTTP_1_1);
    long body = bodyLength(current);
    return new Http1Head(
        line,
        fields,
        body,
        !close && (current || keepAlive),
        expectsContinue && current && body != 0);
  }

  private long bodyLength(boolean current) throws RefusedRequest {
    if (coding == null) {
      return Math.max(0, length);
    }
    if (length >= 0) {
      throw RefusedRequest.malformed("both Content-Length and Transfer-Encoding");
    }
    if (!current) {
      throw RefusedRequest.malformed("Transfer-Encoding in an HTTP/1.0 request");
    }
    if (coding.equalsIgnoreCase("chunked")) {
      return Http1Head.CHUNKED;
    }
    throw new RefusedRequest(501, "the only transfer coding understood is chunked");
  }

  String host(boolean required) throws RefusedRequest {
    if (host == null && required) {
      throw RefusedRequest.malformed("an HTTP/1.1 request needs a Host field");
    }
    return host == null ? "" : host;
  }

  static String checkedHost(String host) throws RefusedRequest {
    for (int i = 0; i < host.length(); i++) {
      if (!Octets.isHost(host.charAt(i))) {
        throw RefusedRequest.malformed("the host has an invalid character");
      }
    }
    return host;
  }

  static long parsedLength(String value) throws RefusedRequest {
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9' || i == 18) {
        throw RefusedRequest.malformed("Content-Length is not a number of bytes");
      }
      length = 10 * length + (c - '0');
    }
    if (value.isEmpty()) {
      throw RefusedRequest.malformed("Content-Length is empty");
    }
    return length;
  }
}
