package dev.privateregistry.registry.config;

import java.net.URI;
import java.net.URISyntaxException;

/** The URL under which clients reach the registry. */
final class BaseUrl {
  private BaseUrl() {}

  static URI parse(String text) {
    URI url = parseWeb(text);
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "'" + text + "' may hold only scheme, host, port and path");
    }
    return URI.create(
        url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath().replaceAll("/+$", ""));
  }

  /** A URL of http or https that names a host. Messages do not repeat a password in it. */
  static URI parseWeb(String text) {
    String shown = text.replaceFirst("//[^/@]*@", "//...@");
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + shown + "' is not a URL: " + e.getReason(), e);
    }
    String scheme = url.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "'" + shown + "' does not start with http:// or https://; write https://" + shown);
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("'" + shown + "' names no host");
    }
    return url;
  }
}
