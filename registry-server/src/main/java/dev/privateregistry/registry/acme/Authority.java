package dev.privateregistry.registry.acme;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who issues certificates. */
interface Authority {
  /** A certificate with its intermediates, and its keys. */
  record Issued(KeyPair keys, List<X509Certificate> chain) {
    public Issued {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("no certificate");
      }
    }
  }

  /**
   * Gets a certificate; takes seconds to minutes.
   *
   * @param port answers the challenge meanwhile
   */
  Issued order(String host, TlsPort port) throws IssueFailure, InterruptedException;

  /**
   * When the authority wishes this certificate to be renewed (RFC 9773); empty when it says none.
   *
   * @param chance from 0 to 1: where in the window that it suggests
   */
  Optional<Instant> wishedRenewal(X509Certificate certificate, double chance)
      throws InterruptedException;
}
