package dev.privateregistry.registry.acme;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with the certificate of one host.
 *
 * @param notAfter when the certificate ends; empty while there is none
 * @param next when it is ordered or renewed next
 * @param failures in a row
 * @param error why the last try failed, unless it went well
 */
public record HostState(
    String host, Optional<Instant> notAfter, Instant next, int failures, Optional<String> error) {}
