package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.decide.Children.SecretContent;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The CA that the operator keeps for a registry: created, replaced before its end, written. */
final class OwnAuthority {

  private final Pki pki;
  private final Snapshot snapshot;
  private final Handover handover;
  private final AuthoritySuccession succession;
  private final Concern concern;

  OwnAuthority(
      Pki pki,
      Snapshot snapshot,
      Handover handover,
      AuthoritySuccession succession,
      Concern concern) {
    this.pki = pki;
    this.snapshot = snapshot;
    this.handover = handover;
    this.succession = succession;
    this.concern = concern;
  }

  /** The CA that signs after this decision; empty when somebody else's object is in its way. */
  Optional<Signer> decide() {
    Children children = new Children(snapshot);
    String name = ChildNames.of(snapshot.resource()).caSecret();
    Optional<Secret> secret = children.secret(name);
    if (children.foreign(secret)) {
      concern.stall(Children.foreignMessage(secret.orElseThrow()));
      concern.blockPods();
      return Optional.empty();
    }
    Optional<Authority> stored = secret.flatMap(it -> Authority.read(pki, it));
    Authority authority = succession.next(stored, handover.published(), this::isServed);
    succession.awaited(authority).forEach(concern::lookAgainAt);
    if (stored.equals(Optional.of(authority)) && secret.filter(children::marked).isPresent()) {
      return Optional.of(signer(authority, secret));
    }
    concern.write(
        children.put(
            secret, name, new SecretContent(SecretContent.OPAQUE, authority.data(), Map.of())));
    return Optional.of(signer(authority, Optional.empty()));
  }

  private Signer signer(Authority authority, Optional<Secret> source) {
    return new Signer(
        authority.current(),
        "",
        Set.of(authority.current().certificate()),
        authority.trusted(),
        succession.end(authority.current()),
        source);
  }

  /** Whether every pod serves what this CA signed. */
  private boolean isServed(KeyedCertificate signer) {
    Fleet fleet = new Fleet(snapshot.pods());
    return handover
        .held()
        .filter(it -> pki.signed(signer.certificate(), it.pair().certificate()))
        .filter(it -> fleet.confirms(Served.by(it.facts())))
        .isPresent();
  }
}
