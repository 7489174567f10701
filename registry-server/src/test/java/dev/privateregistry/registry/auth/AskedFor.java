package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.RequestBody;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as far as access control looks at it. */
final class AskedFor implements Request {
  private final String method;
  private final Map<String, String> headers;
  private Principal principal = Principal.ANONYMOUS;

  private AskedFor(String method, Map<String, String> headers) {
    this.method = method;
    this.headers = headers;
  }

  static AskedFor anonymously() {
    return new AskedFor("GET", Map.of());
  }

  static AskedFor with(String authorization) {
    return new AskedFor("GET", Map.of("Authorization", authorization));
  }

  static AskedFor as(String user, String password) {
    return with(basic(user, password));
  }

  static AskedFor method(String method) {
    return new AskedFor(method, Map.of());
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return "/v2/";
  }

  @Override
  public String query() {
    return "";
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  @Override
  public List<String> headers(String name) {
    String value = header(name);
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public String scheme() {
    return "https";
  }

  @Override
  public String authority() {
    return "registry.example.com";
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public RequestBody body() {
    throw new UnsupportedOperationException("access is decided without the body");
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public void identify(Principal who) {
    principal = who;
  }
}
