package dev.privateregistry.registry.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How clients reach this server from outside, for Location fields and token realms: the configured
 * host, else what a proxy says in {@code Forwarded} or {@code X-Forwarded-Proto} and {@code
 * X-Forwarded-Host}, else the request's own scheme and Host.
 *
 * @param host the configured {@code http.host}, for example {@code https://registry.example.com},
 *     or null
 * @param path what stands before {@code /v2/}, empty or starting with a slash; when the configured
 *     host has a path of its own, that counts
 * @param relative whether Location fields carry a path only ({@code http.relativeurls})
 * @param proxies whose forwarding fields are believed
 */
public record PublicUrl(
    @Nullable String host, String path, boolean relative, TrustedProxies proxies) {
  public static final PublicUrl DEFAULT = new PublicUrl(null, "", false, TrustedProxies.EVERYBODY);

  /** With {@code /v2/} at the root. */
  public PublicUrl(@Nullable String host, boolean relative, TrustedProxies proxies) {
    this(host, "", relative, proxies);
  }

  public PublicUrl {
    if (host != null) {
      if (!host.startsWith("http://") && !host.startsWith("https://")) {
        throw new IllegalArgumentException(
            "http.host must start with http:// or https://, but is " + host);
      }
      host = host.replaceAll("/+$", "");
      String own = URI.create(host).getRawPath();
      path = own.isEmpty() ? path : own;
      host = host.substring(0, host.length() - own.length());
    }
    if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
      throw new IllegalArgumentException("not a path to stand before /v2/: " + path);
    }
  }

  /** What stands before {@code /v2/} in a Location; the path alone when Locations are relative. */
  public String prefix(Request request) {
    return relative ? path : absolute(request);
  }

  /** The same, with scheme and authority unless the client named no host. */
  public String absolute(Request request) {
    return origin(request) + path;
  }

  private String origin(Request request) {
    if (host != null) {
      return host;
    }
    String scheme = request.scheme();
    String authority = request.authority();
    if (proxies.tellUrl(request)) {
      Forwarded forwarded = Forwarded.of(request);
      scheme = forwarded.scheme() != null ? forwarded.scheme() : scheme;
      authority = forwarded.authority() != null ? forwarded.authority() : authority;
    }
    return isAuthority(authority) ? scheme + "://" + authority : "";
  }

  /**
   * Scheme and authority as the client sees them, when only the scheme may differ from the request;
   * empty when the client named no host.
   *
   * @param usual the scheme unless a proxy says otherwise
   */
  public String asSeen(Request request, String usual) {
    String scheme = proxies.tellUrl(request) ? Forwarded.of(request).scheme() : null;
    String authority = request.authority();
    return isAuthority(authority) ? (scheme == null ? usual : scheme) + "://" + authority : "";
  }

  private record Forwarded(@Nullable String scheme, @Nullable String authority) {
    static Forwarded of(Request request) {
      String standard = request.header("Forwarded");
      if (standard != null) {
        return parse(first(standard));
      }
      return checked(
          first(request.header("X-Forwarded-Proto")), first(request.header("X-Forwarded-Host")));
    }

    /** The first element of a Forwarded field (RFC 7239, section 4). */
    private static Forwarded parse(@Nullable String element) {
      String scheme = null;
      String authority = null;
      for (String pair : element == null ? new String[0] : element.split(";")) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          continue;
        }
        String value = unquoted(pair.substring(equals + 1).trim());
        switch (pair.substring(0, equals).trim().toLowerCase(Locale.ROOT)) {
          case "proto" -> scheme = value;
          case "host" -> authority = value;
          default -> {}
        }
      }
      return checked(scheme, authority);
    }

    private static Forwarded checked(@Nullable String scheme, @Nullable String authority) {
      String lower = scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
      return new Forwarded(
          lower.equals("http") || lower.equals("https") ? lower : null,
          authority != null && isAuthority(authority) ? authority : null);
    }

    private static String unquoted(String value) {
      boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
      return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static @Nullable String first(@Nullable String list) {
      if (list == null) {
        return null;
      }
      int comma = list.indexOf(',');
      return (comma < 0 ? list : list.substring(0, comma)).trim();
    }
  }

  /** Letters, digits and the punctuation of host names, addresses and ports; nothing else. */
  private static boolean isAuthority(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "-._~:[]%".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
