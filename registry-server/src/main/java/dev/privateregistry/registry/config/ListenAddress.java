package dev.privateregistry.registry.config;

/**
 * Where to listen: {@code host:port} as Go writes it. An empty host means every interface.
 *
 * @param port 0 lets the system choose
 */
public record ListenAddress(String host, int port) implements HttpConfig.ListenOn {
  public ListenAddress {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  /** Parses {@code :5000}, {@code 127.0.0.1:5000} or {@code [::1]:5000}. */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + text + "' has no port; write host:port or :port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'" + text + "': an IPv6 address needs brackets, for example [::1]:5000");
    }
    String port = text.substring(colon + 1);
    try {
      return new ListenAddress(host, Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + port + "' is not a port number", e);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
