package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides who may do what. Called once per request, and once more for the source of a mount. */
public interface AccessControl {
  /** The decision if it can be made from memory, in microseconds; else null. */
  @Nullable AccessDecision decideNow(Request request, Access access);

  /** The decision; may block, for example on verifying a password for the first time. */
  AccessDecision decide(Request request, Access access);

  /**
   * Which repositories, by name, a list of them may show to the one who was granted this request;
   * null when it may show all.
   */
  @Nullable Predicate<String> visibleTo(Principal principal);
}
