package dev.privateregistry.registry.http;

import dev.privateregistry.registry.auth.Principal;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as a handler sees it, independent of the protocol version. Used by one thread. */
public interface Request {
  /** The peer of a socket file, which has no address. */
  InetSocketAddress SOCKET_FILE = InetSocketAddress.createUnresolved("unix", 0);

  /** The method in the client's spelling, for example {@code GET}. */
  String method();

  /** The path as sent, still percent-encoded, without the query; starts with a slash. */
  String path();

  /** The query as sent, without the question mark; empty when there is none. */
  String query();

  /** The first field line of this name (case-insensitive), or null. */
  @Nullable String header(String name);

  /** Every field line of this name in the order sent; empty when there is none. */
  List<String> headers(String name);

  /** {@code http} or {@code https}, as seen on the socket itself. */
  String scheme();

  /** The Host field or the {@code :authority} pseudo field; empty when the client sent none. */
  String authority();

  /** The peer of the socket, before any forwarding field is believed; or {@link #SOCKET_FILE}. */
  InetSocketAddress remoteAddress();

  /**
   * The certificate that the client has proved to own, verified against the authorities that the
   * server trusts; null when it gave none, or when certificates are not verified.
   */
  @Nullable X509Certificate clientCertificate();

  /** The protocol for the access log, for example {@code HTTP/1.1} or {@code HTTP/2.0}. */
  String protocol();

  /** What this request is called in logs, events and traces; see {@link RequestId}. */
  String id();

  /** The body, streamed. Only a handler on a virtual thread may read it. */
  RequestBody body();

  /** Who asks; {@link Principal#ANONYMOUS} until authentication has said otherwise. */
  Principal principal();

  /** Records who asks, for the handlers further in and for the access log. */
  void identify(Principal principal);
}
