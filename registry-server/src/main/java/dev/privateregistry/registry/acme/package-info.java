/**
 * Certificates from an ACME server (RFC 8555) for the registry's own port: orders, the cache they
 * are kept in, and when they are renewed. Loaded only when the configuration asks for it.
 */
@NullMarked
package dev.privateregistry.registry.acme;

import org.jspecify.annotations.NullMarked;
