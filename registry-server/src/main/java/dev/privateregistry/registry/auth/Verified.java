package dev.privateregistry.registry.auth;

/** A user whose password had a stored hash; good for as long as that hash is in force. */
final class Verified {
  private final String user;
  private final BcryptHash hash;
  private final Identification.Known identification;
  private volatile Htpasswd checkedAgainst;

  Verified(String user, BcryptHash hash, Htpasswd checkedAgainst) {
    this.user = user;
    this.hash = hash;
    this.identification =
        Identification.Known.as(new Principal.User(user), Identification.Scope.ALL);
    this.checkedAgainst = checkedAgainst;
  }

  String user() {
    return user;
  }

  BcryptHash hash() {
    return hash;
  }

  Identification.Known identification() {
    return identification;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean holdsIn(Htpasswd current) {
    if (checkedAgainst == current) {
      return true;
    }
    boolean holds = current.holds(user, hash);
    if (holds) {
      checkedAgainst = current;
    }
    return holds;
  }
}
