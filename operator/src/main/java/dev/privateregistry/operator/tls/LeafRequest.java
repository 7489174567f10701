package dev.privateregistry.operator.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server certificate shall say.
 *
 * @param names DNS names, in order; the first is the common name when it is short enough
 * @param key what kind of key it is for
 * @param kept a certificate whose key it goes on with; null for a new key
 */
public record LeafRequest(
    List<String> names, Validity validity, KeyKind key, @Nullable KeyedCertificate kept) {

  public LeafRequest {
    names = List.copyOf(names);
  }

  /** With a new key of the usual kind. */
  public static LeafRequest of(List<String> names, Validity validity) {
    return new LeafRequest(names, validity, KeyKind.P256, null);
  }
}
