package dev.privateregistry.registry.http.netty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that new connections get, and whether the files on disk are refused.
 *
 * @param serial of the certificate, lower-case hexadecimal without leading zeros
 * @param fingerprint SHA-256 of the certificate's DER, lower-case hexadecimal
 * @param lastError why what is on disk now is not in use, or null when it is
 */
public record TlsStatus(
    String serial,
    Instant notBefore,
    Instant notAfter,
    String fingerprint,
    @Nullable String lastError) {}
