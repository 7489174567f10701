package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.decide.Judged.Refused;
import dev.privateregistry.operator.decide.Judged.Usable;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A CA that the user keeps in a Secret. Its key is read there, and stays there. */
final class GivenAuthority {

  private final Pki pki;
  private final Snapshot snapshot;

  GivenAuthority(Pki pki, Snapshot snapshot) {
    this.pki = pki;
    this.snapshot = snapshot;
  }

  /** The CA of a Secret, when it can sign and what it signs can be trusted. */
  Judged<Signer> judge(String name) {
    return switch (new SuppliedPair(pki, snapshot).judge(name)) {
      case Refused<SuppliedPair.Pair>(String reason, String message) ->
          new Refused<>(reason, message);
      case Usable<SuppliedPair.Pair>(SuppliedPair.Pair pair) -> judge(name, pair);
    };
  }

  private Judged<Signer> judge(String name, SuppliedPair.Pair pair) {
    List<String> chain = List.copyOf(pki.split(pair.pair().certificate()));
    Set<String> trusted = trusted(chain, pair.authorities());
    if (trusted.isEmpty()) {
      return new Refused<>(
          "TrustMissing",
          "tls.crt of Secret "
              + name
              + " does not end with a root: append the issuers of its CA, or add what clients must"
              + " trust as ca.crt");
    }
    Optional<String> unfit = pki.cannotSign(String.join("", path(chain, trusted)));
    if (unfit.isPresent()) {
      return new Refused<>(
          "NotAnAuthority",
          "the CA of Secret " + name + " cannot be used, " + unfit.get() + ": supply another CA");
    }
    Instant now = snapshot.now();
    if (!pair.facts().validAt(now)) {
      return new Refused<>("NotValidNow", SuppliedPair.notValidNow("CA", name, pair.facts()));
    }
    String issuers =
        chain.stream().filter(it -> !trusted.contains(it)).collect(Collectors.joining());
    KeyedCertificate authority = new KeyedCertificate(chain.getFirst(), pair.pair().key());
    return new Usable<>(
        new Signer(authority, issuers, trusted, trusted, end(chain), Optional.of(pair.secret())));
  }

  private Set<String> trusted(List<String> chain, Set<String> given) {
    if (!given.isEmpty()) {
      return given;
    }
    String last = chain.getLast();
    return pki.isRoot(last) ? Set.of(last) : Set.of();
  }

  /** The chain, and what signed its last certificate when that is not in it. */
  private List<String> path(List<String> chain, Set<String> trusted) {
    List<String> path = new ArrayList<>(chain);
    if (!trusted.contains(chain.getLast())) {
      trusted.stream()
          .filter(anchor -> pki.signed(anchor, chain.getLast()))
          .findFirst()
          .ifPresent(path::add);
    }
    return path;
  }

  private Instant end(List<String> chain) {
    return chain.stream()
        .flatMap(it -> pki.read(it).stream())
        .map(CertificateFacts::validity)
        .map(validity -> validity.notAfter())
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
