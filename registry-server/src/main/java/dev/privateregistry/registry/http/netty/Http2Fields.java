package dev.privateregistry.registry.http.netty;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The field lines of an HTTP/2 request, whose names are in lower case. */
record Http2Fields(Http2Headers headers) implements FieldLines {
  /** :method, :scheme, :path and :authority. */
  private static final int PSEUDO_FIELDS = 4;

  @Override
  public @Nullable String first(String name) {
    CharSequence value = headers.get(name.toLowerCase(Locale.ROOT));
    return value == null ? null : value.toString();
  }

  @Override
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (CharSequence value : headers.getAll(name.toLowerCase(Locale.ROOT))) {
      values.add(value.toString());
    }
    return values;
  }

  /** The request line that the pseudo fields stand for, RFC 9113 section 8.3.1. */
  RequestLine line(RequestLimits limits) throws RefusedRequest {
    if (headers.size() > limits.fields() + PSEUDO_FIELDS) {
      throw new RefusedRequest(431, "more than " + limits.fields() + " header fields");
    }
    CharSequence method = headers.method();
    CharSequence path = headers.path();
    if (method == null || path == null) {
      throw RefusedRequest.malformed("the pseudo fields :method and :path are required");
    }
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if (c > 0x7f || !Octets.isToken((byte) c)) {
        throw RefusedRequest.malformed("the method has an invalid character");
      }
    }
    String target = path.toString();
    if (target.length() > limits.targetBytes()) {
      throw new RefusedRequest(414, "the request target is longer than " + limits.targetBytes());
    }
    if (target.equals("*")) {
      target = "/";
    }
    if (!target.startsWith("/")) {
      throw RefusedRequest.malformed("the request target is not a path");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c > 0x7f || !Octets.isTarget((byte) c)) {
        throw RefusedRequest.malformed("the request target has an invalid character");
      }
    }
    return RequestLine.of(method.toString(), target, authority(), "HTTP/2.0");
  }

  private String authority() throws RefusedRequest {
    CharSequence authority = headers.authority();
    List<String> hosts = all("host");
    if (hosts.size() > 1) {
      throw RefusedRequest.malformed("more than one Host field");
    }
    String host = hosts.isEmpty() ? null : hosts.getFirst();
    if (authority == null) {
      return host == null ? "" : FramingFields.checkedHost(host);
    }
    String named = FramingFields.checkedHost(authority.toString());
    if (host != null && !host.equalsIgnoreCase(named)) {
      throw RefusedRequest.malformed("the host field differs from :authority");
    }
    return named;
  }

  /** The declared Content-Length, or -1. */
  long contentLength() throws RefusedRequest {
    String value = first("content-length");
    return value == null ? -1 : FramingFields.parsedLength(value);
  }
}
