package dev.privateregistry.registry.auth;

/** What the credentials of a request came to. */
public sealed interface Identification {
  Identification NOBODY = new Nobody();

  /** The request carries nothing that says who asks. */
  record Nobody() implements Identification {}

  /**
   * The credential is good.
   *
   * @param granted the decision in favour of its principal
   * @param scope what the credential itself allows at most
   */
  record Known(AccessDecision.Granted granted, Scope scope) implements Identification {
    public static Known as(Principal principal, Scope scope) {
      return new Known(new AccessDecision.Granted(principal), scope);
    }
  }

  /**
   * The credential is not good.
   *
   * @param error for a bearer challenge, for example {@code invalid_token}; empty for none
   */
  record Invalid(String error) implements Identification {}

  /** The credential was not looked at; this is the answer to send. */
  record NotNow(AccessDecision.Refused answer) implements Identification {}

  /** What a credential allows at most. */
  interface Scope {
    /** All that its principal may do. */
    Scope ALL = access -> true;

    boolean covers(Access access);
  }
}
