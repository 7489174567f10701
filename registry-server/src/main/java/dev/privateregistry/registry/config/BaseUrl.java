package dev.privateregistry.registry.config;

import java.net.URI;
import java.net.URISyntaxException;

/** The URL under which clients reach the registry. */
final class BaseUrl {
  private BaseUrl() {}

  static URI parse(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is not a URL: " + e.getReason(), e);
    }
    String scheme = url.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "'" + text + "' does not start with http:// or https://; write https://" + text);
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("'" + text + "' names no host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("'" + text + "' may hold only scheme, host and port");
    }
    String path = url.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' holds a path; the registry answers under /v2/ of a host only");
    }
    return URI.create(scheme + "://" + url.getRawAuthority());
  }
}
