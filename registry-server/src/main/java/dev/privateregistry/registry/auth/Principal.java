package dev.privateregistry.registry.auth;

/** Who asks. */
public sealed interface Principal {
  Principal ANONYMOUS = new Anonymous();

  /** The name for logs and for what belongs to a principal; {@code -} for nobody. */
  String name();

  /** Nobody has said who they are. */
  record Anonymous() implements Principal {
    @Override
    public String name() {
      return "-";
    }
  }

  /** A user whose credentials were verified. */
  record User(String name) implements Principal {
    public User {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a user needs a name");
      }
    }
  }
}
