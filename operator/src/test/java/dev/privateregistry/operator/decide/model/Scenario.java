package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.api.v1alpha1.AuthSpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one exploration begins with.
 *
 * @param users the users that are there from the beginning
 * @param rotation when their passwords change
 * @param certificates where certificates come from
 * @param pods how many pods the registry has
 * @param jumps by how many seconds the clock may jump
 * @param budget how many faults and changes may happen
 */
record Scenario(
    List<String> users,
    Rotation rotation,
    Certificates certificates,
    int pods,
    List<Integer> jumps,
    Cluster.Budget budget) {

  static final String NAME = "r";

  /** The user who may come and go. */
  static final String GUEST = "guest";

  /** How long an issued certificate is valid, in seconds. */
  static final int VALIDITY = 600;

  /** Within how many seconds of its end it is renewed whatever the windows say. */
  static final int LAST_MOMENT = VALIDITY / 3 / 3;

  /** A window of a minute, eight minutes after the one before within each hour. */
  static final String WINDOWS = "[{schedule: \"*/8 * * * *\", duration: 1m}]";

  /**
   * When passwords change.
   *
   * @param every the time between rotations, in seconds; 0 for none
   * @param overlap how long an old password is accepted, in seconds
   */
  record Rotation(int every, int overlap) {
    static final Rotation NONE = new Rotation(0, 30);
  }

  /**
   * Where certificates come from.
   *
   * @param modes the first is that of the beginning; the user may go on to the next, and from the
   *     last to the first
   * @param windows whether they are renewed in windows only
   */
  record Certificates(List<Mode> modes, boolean windows) {
    static Certificates of(Mode... modes) {
      return new Certificates(List.of(modes), false);
    }
  }

  /** A way to get certificates. */
  enum Mode {
    DISABLED("disabled: {}", null),
    SELF_SIGNED("selfSigned: {}", null),
    CA("ca: {secretRef: {name: company}}", Supplied.COMPANY),
    SECRET("secret: {secretRef: {name: own}}", Supplied.OWN),
    PUBLIC("secret: {secretRef: {name: public}}", Supplied.PUBLIC);

    private final String yaml;
    private final @Nullable Supplied supplied;

    Mode(String yaml, @Nullable Supplied supplied) {
      this.yaml = yaml;
      this.supplied = supplied;
    }

    /** The Secret that the user keeps for it; null when there is none. */
    @Nullable Supplied supplied() {
      return supplied;
    }
  }

  /** Whether a moment is in a window. */
  static boolean inWindow(int now) {
    return now % 3600 % 480 < 60;
  }

  Mode mode(Cluster.Wish wish) {
    return certificates.modes().get(wish.mode() % certificates.modes().size());
  }

  /** Whether the registry ever speaks https. */
  boolean hasCertificates() {
    return certificates.modes().stream().anyMatch(mode -> mode != Mode.DISABLED);
  }

  Cluster start() {
    List<Cluster.Pod> none = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      none.add(new Cluster.Pod(false, null, null));
    }
    Cluster.Wish wish = new Cluster.Wish(0, 0, 1, false, 0);
    return new Cluster(
        Slots.EMPTY, Slots.EMPTY, List.copyOf(none), wish, wish, budget, Set.of(), 0, 0);
  }

  /** The resource that says what the user asks for. */
  PrivateRegistry resource(Cluster.Wish wish) {
    List<UserSpec> specs = new ArrayList<>();
    users.forEach(user -> specs.add(user(user)));
    if (wish.withGuest()) {
      specs.add(user(GUEST));
    }
    PrivateRegistrySpec spec =
        Serialization.unmarshal(
            "tls: {duration: %ds, %s}\nmaintenance: {windows: %s}"
                .formatted(VALIDITY, mode(wish).yaml, certificates.windows() ? WINDOWS : "[]"),
            PrivateRegistrySpec.class);
    PrivateRegistry resource = new PrivateRegistry();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(NAME)
            .withNamespace("n")
            .withUid("uid")
            .withGeneration((long) wish.generation())
            .withAnnotations(annotations(wish))
            .build());
    resource.setSpec(spec.withAuth(new AuthSpec(false, specs)));
    return resource;
  }

  private UserSpec user(String name) {
    return new UserSpec(
        name,
        null,
        new UserSpec.RotationSpec(
            rotation.every() == 0 ? null : rotation.every() + "s", rotation.overlap() + "s"),
        List.of());
  }

  private static Map<String, String> annotations(Cluster.Wish wish) {
    Map<String, String> annotations = new HashMap<>();
    if (wish.rotate() > 0) {
      annotations.put(PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "" + wish.rotate());
    }
    if (wish.renew() > 0) {
      annotations.put(PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, "" + wish.renew());
    }
    return annotations;
  }
}
