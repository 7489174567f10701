/**
 * The HTTP transport on Netty, the only package that imports it: sockets, TLS, HTTP/1.1 and HTTP/2,
 * body streams with back-pressure. {@link dev.privateregistry.registry.http.netty.HttpServer} is
 * the way in.
 *
 * <p>One {@code Exchange} is one request and its answer, the same for both protocol versions; the
 * {@code Wire} it happens on is an HTTP/1.1 connection or an HTTP/2 stream. All state of an
 * exchange belongs to its event loop; only the request body crosses to the virtual thread that
 * answers.
 */
@NullMarked
package dev.privateregistry.registry.http.netty;

import org.jspecify.annotations.NullMarked;
