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
    Origin origin) {

  /** The request line; empty when the request could not be understood. */
  record Target(String method, String path, String query, String protocol) {
    static final Target NONE = new Target("", "", "", "");

    boolean isKnown() {
      return !method.isEmpty();
    }

    /** Path and query without secrets. */
    String shown() {
      return query.isEmpty() ? path : path + "?" + withoutSecrets(query);
    }
  }

  /** The status, the body bytes sent, and the time taken. */
  record Result(int status, long bytes, long nanos) {}

  /**
   * What else the client has told.
   *
   * @param id of the request; null where no form shows it
   */
  record Origin(
      @Nullable String id, String host, @Nullable String referer, @Nullable String userAgent) {
    static final Origin NONE = new Origin(null, "", null, null);
  }

  /**
   * A line.
   *
   * @param withId whether the request is to be named
   */
  static AccessLine of(Request request, Result result, long millis, boolean withId) {
    return new AccessLine(
        request.remoteAddress(),
        request.principal().name(),
        millis,
        new Target(request.method(), request.path(), request.query(), request.protocol()),
        result,
        new Origin(
            withId ? request.id() : null,
            request.authority(),
            request.header("Referer"),
            request.header("User-Agent")));
  }

  /** A request that was refused before it was understood. */
  static AccessLine refused(InetSocketAddress remote, int status, long millis) {
    return new AccessLine(remote, "-", millis, Target.NONE, new Result(status, 0, 0), Origin.NONE);
  }

  @Nullable String referer() {
    return origin.referer();
  }

  @Nullable String userAgent() {
    return origin.userAgent();
  }

  String host() {
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
}
