package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A CA that can sign.
 *
 * @param authority its certificate and key
 * @param issuers the certificates that lead from it to what is trusted, in PEM; "" when it is
 *     trusted itself
 * @param needed what must be trusted for what it signs
 * @param trusted what is to be published: the same, and what will be or was needed
 * @param end when it can be used no more
 * @param source the Secret it comes from, when that is not about to be written
 */
record Signer(
    KeyedCertificate authority,
    String issuers,
    Set<String> needed,
    Set<String> trusted,
    Instant end,
    Optional<Secret> source) {}
