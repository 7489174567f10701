package dev.privateregistry.registry.auth;

/** A user whose password had a stored hash; good for as long as that hash is in force. */
final class Verified {
  private final String user;
  private final BcryptHash hash;
  private final AccessDecision.Granted decision;
  private volatile Htpasswd checkedAgainst;

  Verified(String user, BcryptHash hash, Htpasswd checkedAgainst) {
    this.user = user;
    this.hash = hash;
    this.decision = new AccessDecision.Granted(new Principal.User(user));
    this.checkedAgainst = checkedAgainst;
  }

  String user() {
    return user;
  }

  BcryptHash hash() {
    return hash;
  }

  AccessDecision.Granted decision() {
    return decision;
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
