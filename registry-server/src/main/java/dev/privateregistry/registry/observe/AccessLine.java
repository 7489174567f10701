package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.Request;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One exchange for the access log, held until it is written.
 *
 * @param millis when it was over, since 1970
 */
record AccessLine(
    InetSocketAddress remote,
    String user,
    long millis,
    Target target,
    Result result,
    @Nullable String referer,
    @Nullable String userAgent) {

  /** The request line. */
  record Target(String method, String path, String query, String protocol) {}

  /** The status, and the body bytes sent. */
  record Result(int status, long bytes) {}

  static AccessLine of(Request request, int status, long bytes, long millis) {
    return new AccessLine(
        request.remoteAddress(),
        request.principal().name(),
        millis,
        new Target(request.method(), request.path(), request.query(), request.protocol()),
        new Result(status, bytes),
        request.header("Referer"),
        request.header("User-Agent"));
  }

  /** Appends the line in Apache's combined form, without its end. */
  void appendTo(StringBuilder text, AccessTime time) {
    text.append(host()).append(" - ");
    appendEscaped(text, user.isEmpty() ? "-" : user);
    text.append(" [").append(time.format(millis)).append("] \"");
    appendEscaped(text, target.method());
    text.append(' ');
    appendEscaped(text, target.path());
    if (!target.query().isEmpty()) {
      text.append('?');
      appendEscaped(text, withoutSecrets(target.query()));
    }
    text.append(' ').append(target.protocol()).append("\" ");
    text.append(result.status()).append(' ').append(result.bytes()).append(" \"");
    appendEscaped(text, referer == null ? "-" : referer);
    text.append("\" \"");
    appendEscaped(text, userAgent == null ? "-" : userAgent);
    text.append('"');
  }

  private String host() {
    return remote.getAddress() == null
        ? remote.getHostString()
        : remote.getAddress().getHostAddress();
  }

  /** The query with the values of what a reader of the log could use put out of sight. */
  static String withoutSecrets(String query) {
    if (query.indexOf("_state") < 0 && query.indexOf("token") < 0) {
      return query;
    }
    StringBuilder shown = new StringBuilder(query.length());
    for (String pair : query.split("&", -1)) {
      if (!shown.isEmpty()) {
        shown.append('&');
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      boolean hidden = equals >= 0 && (name.equals("_state") || name.contains("token"));
      shown.append(hidden ? name + "=..." : pair);
    }
    return shown.toString();
  }

  /** What a client sends cannot end a field or a line. */
  private static void appendEscaped(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        text.append("\\x").append(hex(c >> 4)).append(hex(c & 15));
      } else {
        text.append(c);
      }
    }
  }

  private static char hex(int digit) {
    return "0123456789abcdef".charAt(digit);
  }
}
