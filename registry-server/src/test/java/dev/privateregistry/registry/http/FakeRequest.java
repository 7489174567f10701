package dev.privateregistry.registry.http;

import dev.privateregistry.registry.auth.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request without a socket. */
public final class FakeRequest implements Request {
  private final String method;
  private final String path;
  private final String query;
  private final List<Headers.Field> fields = new ArrayList<>();
  private String scheme = "http";
  private @Nullable X509Certificate clientCertificate;
  private String authority = "registry.test:5000";
  private InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 40000);
  private Principal principal = Principal.ANONYMOUS;
  private RequestBody body = new Pieces(0, List.of(), false);

  private FakeRequest(String method, String target) {
    this.method = method;
    int question = target.indexOf('?');
    this.path = question < 0 ? target : target.substring(0, question);
    this.query = question < 0 ? "" : target.substring(question + 1);
  }

  /**
   * A request for a path, or for the value of a Location field.
   *
   * @param target path and query, also with scheme and authority in front
   */
  public static FakeRequest of(String method, String target) {
    return new FakeRequest(method, target.replaceFirst("^https?://[^/]*", ""));
  }

  public FakeRequest with(String name, String value) {
    fields.add(new Headers.Field(name, value));
    return this;
  }

  /** As if the client had proved to own this certificate. */
  public FakeRequest by(X509Certificate certificate) {
    clientCertificate = certificate;
    return this;
  }

  public FakeRequest from(String newScheme, String newAuthority) {
    scheme = newScheme;
    authority = newAuthority;
    return this;
  }

  /** A request over a socket from this address. */
  public FakeRequest peer(String address) {
    peer = new InetSocketAddress(InetAddress.ofLiteral(address), 40000);
    return this;
  }

  /** A request over a socket file. */
  public FakeRequest bySocketFile() {
    peer = SOCKET_FILE;
    return this;
  }

  /** A body with a declared length. */
  public FakeRequest body(byte[] content) {
    body = new Pieces(content.length, List.of(content), false);
    return this;
  }

  public FakeRequest body(String content) {
    return body(content.getBytes(StandardCharsets.UTF_8));
  }

  /** A body of unknown length in these pieces, as with chunked coding. */
  public FakeRequest chunked(byte[]... pieces) {
    body = new Pieces(-1, List.of(pieces), false);
    return this;
  }

  /** A body after whose pieces the client goes away. */
  public FakeRequest broken(byte[]... pieces) {
    body = new Pieces(-1, List.of(pieces), true);
    return this;
  }

  public FakeRequest body(RequestBody newBody) {
    body = newBody;
    return this;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  @Override
  public List<String> headers(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Headers.Field::value)
        .toList();
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String authority() {
    return authority;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return peer;
  }

  @Override
  public @Nullable X509Certificate clientCertificate() {
    return clientCertificate;
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String id() {
    return RequestId.of(header("X-Request-Id"));
  }

  @Override
  public RequestBody body() {
    return body;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public void identify(Principal newPrincipal) {
    principal = newPrincipal;
  }

  /** Hands out direct buffers that lose their content at the next call, as a transport may. */
  private static final class Pieces implements RequestBody {
    private final long length;
    private final Deque<byte[]> pieces;
    private final boolean breaks;
    private ByteBuffer last = ByteBuffer.allocateDirect(0);

    Pieces(long length, List<byte[]> pieces, boolean breaks) {
      this.length = length;
      this.pieces = new ArrayDeque<>(pieces);
      this.breaks = breaks;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
      last.clear();
      while (last.hasRemaining()) {
        last.put((byte) 0xff);
      }
      byte[] piece = pieces.poll();
      if (piece == null) {
        if (breaks) {
          throw new IOException("connection reset");
        }
        return null;
      }
      last = ByteBuffer.allocateDirect(piece.length).put(piece).flip();
      return last;
    }
  }
}
