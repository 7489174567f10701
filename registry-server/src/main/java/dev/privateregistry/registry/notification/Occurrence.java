package dev.privateregistry.registry.notification;

import dev.privateregistry.registry.auth.Principal;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.RequestId;
import dev.privateregistry.registry.http.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with the time and the request that caused it.
 *
 * @param id stays the same however often it is delivered
 */
record Occurrence(String id, Instant time, ContentEvent event, Cause cause) {
  /**
   * The request.
   *
   * @param address of the client: with its port, unless a proxy has told it
   * @param base scheme and authority under which clients reach the registry
   * @param user who asked; null for nobody
   */
  record Cause(
      String id,
      String address,
      String host,
      String method,
      @Nullable String userAgent,
      String base,
      @Nullable String user) {
    static Cause of(Request request, PublicUrl url) {
      return new Cause(
          request.id(),
          address(request, url.proxies()),
          request.authority(),
          request.method(),
          request.header("User-Agent"),
          url.prefix(request),
          request.principal() instanceof Principal.Anonymous ? null : request.principal().name());
    }

    private static String address(Request request, TrustedProxies proxies) {
      InetSocketAddress peer = request.remoteAddress();
      InetAddress client = proxies.addressOf(request);
      if (client != null && !client.equals(peer.getAddress())) {
        return client.getHostAddress();
      }
      String host = client == null ? peer.getHostString() : client.getHostAddress();
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + peer.getPort();
    }
  }

  static Occurrence now(ContentEvent event, Cause cause) {
    return new Occurrence(RequestId.random(), Instant.now(), event, cause);
  }
}
