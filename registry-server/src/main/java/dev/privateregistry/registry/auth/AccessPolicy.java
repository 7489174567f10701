package dev.privateregistry.registry.auth;

/** What each principal may do. Decides from memory, in less than a microsecond. */
public interface AccessPolicy {
  /** Everybody may do everything. */
  AccessPolicy OPEN = (principal, access) -> true;

  /** Users may do everything, nobody else may do anything. */
  AccessPolicy USERS = (principal, access) -> principal instanceof Principal.User;

  /** Anybody may pull, users may do everything. */
  AccessPolicy ANYBODY_PULLS =
      new AccessPolicy() {
        @Override
        public boolean allows(Principal principal, Access access) {
          return principal instanceof Principal.User
              || (access instanceof Access.Repository repository && repository.isPull());
        }

        @Override
        public boolean opensToStrangers() {
          return true;
        }
      };

  /** A credential that says itself what may be done with it is enough; without one is nothing. */
  AccessPolicy CREDENTIAL_DECIDES =
      new AccessPolicy() {
        @Override
        public boolean allows(Principal principal, Access access) {
          return true;
        }

        @Override
        public boolean allowsStrangers(Access access) {
          return false;
        }
      };

  /** Whether the principal may do that; {@link Access.Base} is not asked about. */
  boolean allows(Principal principal, Access access);

  /** Whether a request without any credential may do that. */
  default boolean allowsStrangers(Access access) {
    return allows(Principal.ANONYMOUS, access);
  }

  /** Whether there is anything that a request without a credential may do. */
  default boolean opensToStrangers() {
    return false;
  }

  /** Whether every principal that may list repositories may pull from all of them. */
  default boolean showsAll() {
    return true;
  }
}
