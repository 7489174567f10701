package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks, then what they may do.
 *
 * <p>The methods are asked in order. The first that names a user decides, and so does one whose
 * credential is wrong: a wrong password is not mended by a certificate. A user who may not is told
 * so (403); whoever has not said who they are, or not well enough, is challenged (401).
 */
public final class GuardedAccess implements AccessControl {
  private static final AccessDecision STRANGER = new AccessDecision.Granted(Principal.ANONYMOUS);

  private final List<Authenticator> methods;
  private final Supplier<? extends AccessPolicy> policy;
  private final Challenge challenge;

  /**
   * Access by these methods.
   *
   * @param policy the one in force at the time
   */
  public GuardedAccess(
      List<Authenticator> methods, Supplier<? extends AccessPolicy> policy, Challenge challenge) {
    this.methods = List.copyOf(methods);
    this.policy = policy;
    this.challenge = challenge;
  }

  /** Nobody has to say who they are: everybody may do everything. */
  public static GuardedAccess open() {
    return new GuardedAccess(List.of(), () -> AccessPolicy.OPEN, Challenge.NONE);
  }

  @Override
  public @Nullable AccessDecision decideNow(Request request, Access access) {
    Identification who = first(method -> method.identifyNow(request));
    return who == null ? null : decide(request, access, who);
  }

  @Override
  public AccessDecision decide(Request request, Access access) {
    Identification who = first(method -> method.identify(request));
    return decide(request, access, who == null ? Identification.NOBODY : who);
  }

  @Override
  public @Nullable Predicate<String> visibleTo(Principal principal) {
    AccessPolicy now = policy.get();
    return now.showsAll()
        ? null
        : name -> now.allows(principal, Access.Repository.of(name, Access.Action.PULL));
  }

  /**
   * What the methods find, the one that names a user first; null when one of them does not know.
   */
  private @Nullable Identification first(Function<Authenticator, @Nullable Identification> ask) {
    Identification best = Identification.NOBODY;
    for (Authenticator method : methods) {
      Identification found = ask.apply(method);
      switch (found) {
        case null -> {
          return null;
        }
        case Identification.Nobody nobody -> {}
        case Identification.Known known -> {
          if (known.granted().principal() instanceof Principal.User) {
            return known;
          }
          best = known;
        }
        case Identification.Invalid invalid -> {
          return invalid;
        }
        case Identification.NotNow later -> {
          return later;
        }
      }
    }
    return best;
  }

  private AccessDecision decide(Request request, Access access, Identification who) {
    return switch (who) {
      case Identification.Nobody nobody -> forStranger(request, access);
      case Identification.Known known -> forKnown(request, access, known);
      case Identification.Invalid invalid -> challenged(request, access, invalid.error());
      case Identification.NotNow later -> later.answer();
    };
  }

  private AccessDecision forStranger(Request request, Access access) {
    boolean allowed =
        access instanceof Access.Base
            ? challenge.of(request, access, "") == null
            : policy.get().allowsStrangers(access);
    return allowed ? STRANGER : challenged(request, access, "");
  }

  private AccessDecision forKnown(Request request, Access access, Identification.Known known) {
    if (access instanceof Access.Base) {
      return known.granted();
    }
    if (!known.scope().covers(access)) {
      return challenged(request, access, "insufficient_scope");
    }
    Principal principal = known.granted().principal();
    if (policy.get().allows(principal, access)) {
      return known.granted();
    }
    return switch (principal) {
      case Principal.User user -> Refusals.denied(access);
      case Principal.Anonymous nobody -> challenged(request, access, "insufficient_scope");
    };
  }

  private AccessDecision challenged(Request request, Access access, String error) {
    String field = challenge.of(request, access, error);
    return field == null ? Refusals.denied(access) : Refusals.unauthorized(field, access);
  }
}
