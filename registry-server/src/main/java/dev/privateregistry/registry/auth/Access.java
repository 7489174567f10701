package dev.privateregistry.registry.auth;

import java.util.EnumSet;
import java.util.Set;

/** What a request wants to do: actions on one repository, on the catalog, or just to be here. */
public sealed interface Access {
  /** The actions a token scope or an access rule can name. */
  enum Action {
    PULL,
    PUSH,
    DELETE
  }

  /** {@code /v2/}: any known user. */
  record Base() implements Access {}

  /** {@code /v2/_catalog}. */
  record Catalog() implements Access {}

  /** All of these actions on one repository. */
  record Repository(String name, Set<Action> actions) implements Access {
    public Repository {
      actions = Set.copyOf(actions);
    }

    public static Repository of(String name, Action first, Action... more) {
      return new Repository(name, EnumSet.of(first, more));
    }

    public boolean isPull() {
      return actions.size() == 1 && actions.contains(Action.PULL);
    }
  }

  /**
   * To give up an upload of one's own. Distribution asks for {@code delete}; whoever may push may
   * do it too, since clients do not ask for more when they start an upload.
   */
  record UploadCancel(String name) implements Access {}
}
