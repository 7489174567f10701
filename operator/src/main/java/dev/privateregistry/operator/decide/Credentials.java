package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.UserStatus;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.credentials.DockerConfig;
import dev.privateregistry.operator.credentials.Htpasswd;
import dev.privateregistry.operator.decide.Children.SecretContent;
import dev.privateregistry.operator.decide.PodReport.Loaded;
import dev.privateregistry.operator.decide.Rotation.Circumstances;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Users and their passwords.
 *
 * <p>The operator's Secret holds the state of every user. All else follows from it: the htpasswd
 * file, and what each user's Secret carries. So a plan writes the state first, or confirms it, and
 * then what follows from it.
 */
final class Credentials {

  static final String CONDITION = "CredentialsReady";

  /** On the operator's Secret: the generation of the resource that decided who is a user. */
  static final String GENERATION = PrivateRegistry.GROUP + "/generation";

  /** The key of the htpasswd Secret. */
  static final String FILE = "htpasswd";

  private final Rotation rotation;

  Credentials(Rotation rotation) {
    this.rotation = rotation;
  }

  /** What the concern decided, and its part of the status. */
  record Decision(Concern concern, List<UserStatus> users) {}

  /**
   * Decides.
   *
   * @param files the access rules that pods must follow before a password is handed out: a new user
   *     must not have more rights for a while
   */
  Decision decide(Snapshot snapshot, Settings settings, ConfigFiles files) {
    return new Deciding(snapshot, settings, files).decide();
  }

  /** One decision. */
  private final class Deciding {

    private final Snapshot snapshot;
    private final Settings settings;
    private final Concern concern;
    private final Children children;
    private final ChildNames names;
    private final Fleet fleet;
    private final Optional<Secret> store;
    private final UserStates stored;
    private final Predicate<Loaded> allLoaded;

    Deciding(Snapshot snapshot, Settings settings, ConfigFiles files) {
      this.snapshot = snapshot;
      this.settings = settings;
      this.concern = new Concern(CONDITION, snapshot.now());
      this.children = new Children(snapshot);
      this.names = ChildNames.of(snapshot.resource());
      this.fleet = new Fleet(snapshot.pods());
      this.store = children.secret(names.credentials());
      this.stored = UserStates.read(store);
      String fingerprint = stored.htpasswd().fingerprint();
      this.allLoaded =
          loaded -> fingerprint.equals(loaded.files().htpasswd()) && files.rulesLoadedBy(loaded);
    }

    Decision decide() {
      for (String name : List.of(names.credentials(), names.htpasswd())) {
        if (children.foreign(children.secret(name))) {
          concern.stall(Children.foreignMessage(children.secret(name).orElseThrow()));
          concern.blockPods();
        }
      }
      if (!concern.stalled().isEmpty()) {
        return new Decision(concern, Statuses.last(snapshot.resource()).users());
      }
      UserStates next = next();
      List<Write> following = following(next);
      store(next, !following.isEmpty());
      following.forEach(concern::write);
      report(next);
      return new Decision(concern, statuses(next));
    }

    private UserStates next() {
      boolean confirmed = fleet.confirms(allLoaded);
      Map<String, UserState> next = new TreeMap<>();
      for (Settings.User user : settings.users()) {
        GivenPassword given = GivenPassword.of(user.spec(), snapshot.objects());
        if (given instanceof GivenPassword.Unusable(String message)) {
          concern.report(false, "PasswordUnusable", message);
          concern.lookAgainAt(snapshot.now().plusSeconds(30));
        }
        Circumstances at =
            new Circumstances(snapshot.now(), confirmed, shown(user.name()), given, request());
        stored
            .of(user.name())
            .map(state -> rotation.step(state, user, at))
            .or(() -> begin(user.name(), at))
            .ifPresent(state -> next.put(user.name(), state));
      }
      return new UserStates(next);
    }

    private @Nullable String request() {
      return Children.annotation(
          snapshot.resource(), PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION);
    }

    private boolean shown(String user) {
      return stored
          .of(user)
          .flatMap(UserState::shown)
          .filter(
              it -> children.holdsUser(children.secret(names.user(user)), user, content(user, it)))
          .isPresent();
    }

    /**
     * The state of a user of whom nothing is stored. The user is new, or the stored state was lost:
     * then the user's Secret and the htpasswd file still say what consumers count on. A Secret
     * whose password is not in the file is left over from a user who was removed.
     */
    private Optional<UserState> begin(String user, Circumstances at) {
      List<String> accepted = accepted(user);
      Optional<Secret> file = children.secret(names.htpasswd());
      Optional<String> kept =
          children
              .secret(names.user(user))
              .filter(secret -> !children.foreign(Optional.of(secret)))
              .map(secret -> Children.text(secret, "password"))
              .filter(password -> !password.isBlank())
              .filter(password -> file.isEmpty() || rotation.inForce(password, accepted));
      Optional<UserState> state = rotation.begin(at, accepted, kept);
      if (state.isPresent()) {
        file.ifPresent(it -> concern.write(new Write.Confirm(it)));
      }
      if (kept.isPresent() || !accepted.isEmpty()) {
        concern.notice(
            Notice.warning(
                "CredentialsRecovered",
                "the stored password of user "
                    + user
                    + " was lost, and recovered from what is published"));
      }
      return state;
    }

    private List<String> accepted(String user) {
      return children
          .secret(names.htpasswd())
          .map(secret -> Children.text(secret, FILE))
          .map(text -> Htpasswd.parse(text).hashes(user))
          .orElse(List.of());
    }

    /** Stores the states, or confirms them when something is written that follows from them. */
    private void store(UserStates next, boolean followed) {
      Set<String> withdrawn = new HashSet<>(stored.byUser().keySet());
      SecretContent content =
          new SecretContent(
              SecretContent.OPAQUE,
              next.data(),
              Map.of(
                  GENERATION, String.valueOf(snapshot.resource().getMetadata().getGeneration())));
      boolean held = next.equals(stored) && store.filter(children::marked).isPresent();
      if (!held && !children.holds(store, content, withdrawn)) {
        concern.write(children.put(store, names.credentials(), content));
        announce(next);
      } else if (followed) {
        concern.write(new Write.Confirm(store.orElseThrow()));
      }
    }

    /** What follows from the states: the htpasswd file, and the users' Secrets. */
    private List<Write> following(UserStates next) {
      List<Write> writes = new ArrayList<>();
      SecretContent file =
          new SecretContent(SecretContent.OPAQUE, Map.of(FILE, next.htpasswd().text()), Map.of());
      Optional<Secret> htpasswd = children.secret(names.htpasswd());
      if (!children.holds(htpasswd, file, Set.of())) {
        writes.add(children.put(htpasswd, names.htpasswd(), file));
      }
      next.byUser().forEach((user, state) -> state.shown().ifPresent(it -> show(user, it, writes)));
      children
          .userSecrets()
          .filter(secret -> !isUser(Children.userOf(secret)))
          .forEach(secret -> writes.add(new Write.Delete(secret)));
      return writes;
    }

    private boolean isUser(@Nullable String name) {
      return settings.users().stream().anyMatch(user -> user.name().equals(name));
    }

    private void show(String user, UserState.Password password, List<Write> writes) {
      Optional<Secret> secret = children.secret(names.user(user));
      if (children.foreign(secret)) {
        concern.stall(Children.foreignMessage(secret.orElseThrow()));
        return;
      }
      SecretContent content = content(user, password);
      if (!children.holdsUser(secret, user, content)) {
        writes.add(children.putUser(secret, names.user(user), user, content));
      }
    }

    private SecretContent content(String user, UserState.Password password) {
      String registry = RegistryAddress.of(snapshot.resource()).authority();
      return new SecretContent(
          SecretContent.PULL_SECRET,
          Map.of(
              ".dockerconfigjson", new DockerConfig(registry, user, password.text()).json(),
              "username", user,
              "password", password.text()),
          Map.of());
    }

    private void announce(UserStates next) {
      next.byUser()
          .forEach(
              (user, state) -> {
                if (stored.of(user).map(UserState::phase).orElse(null) != state.phase()) {
                  concern.notice(Announcement.of(user, state, names.user(user)));
                }
              });
    }

    private void report(UserStates next) {
      for (Map.Entry<String, UserState> entry : next.byUser().entrySet()) {
        UserState state = entry.getValue();
        if (state.shown().isEmpty()) {
          concern.report(
              false,
              "WaitingForPods",
              "the password of user "
                  + entry.getKey()
                  + " is published when the registry accepts it: "
                  + fleet.waitingFor(allLoaded));
        }
        state.nextEnd().ifPresent(concern::lookAgainAt);
        if (state.awaitsPods()) {
          concern.lookAgainAt(snapshot.now().plus(fleet.pollInterval()));
        }
      }
      if (next.equals(stored)) {
        new RotationProgress(snapshot, concern, allLoaded).report(next, request());
      }
      for (Settings.User user : settings.users()) {
        next.of(user.name())
            .flatMap(state -> state.restful() ? Rotation.rotateAt(state, user) : Optional.empty())
            .ifPresent(concern::lookAgainAt);
      }
    }

    private List<UserStatus> statuses(UserStates next) {
      return settings.users().stream()
          .flatMap(user -> next.of(user.name()).map(state -> status(user, state)).stream())
          .toList();
    }

    private UserStatus status(Settings.User user, UserState state) {
      return new UserStatus(
          user.name(),
          names.user(user.name()),
          state.phase(),
          Timestamps.text(state.rotatedAt()),
          Timestamps.text(Rotation.rotateAt(state, user).orElse(null)),
          Timestamps.text(state.previousValidUntil().orElse(null)));
    }
  }
}
