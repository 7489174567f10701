package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.api.v1alpha1.AuthSpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one exploration begins with.
 *
 * @param users the users that are there from the beginning
 * @param every the time between rotations, in seconds; 0 for none
 * @param overlap how long an old password is accepted, in seconds
 * @param tls whether certificates are issued
 * @param pods how many pods the registry has
 * @param jumps by how many seconds the clock may jump
 * @param budget how many faults and changes may happen
 */
record Scenario(
    List<String> users,
    int every,
    int overlap,
    boolean tls,
    int pods,
    List<Integer> jumps,
    Cluster.Budget budget) {

  static final String NAME = "r";

  /** The user who may come and go. */
  static final String GUEST = "guest";

  /** How long an issued certificate is valid, in seconds. */
  static final int VALIDITY = 600;

  Cluster start() {
    List<Cluster.Pod> none = new ArrayList<>();
    for (int i = 0; i < pods; i++) {
      none.add(new Cluster.Pod(false, null, null));
    }
    Cluster.Wish wish = new Cluster.Wish(0, 0, 1, false);
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
    TlsSpec mode =
        tls
            ? new TlsSpec(null, null, null, VALIDITY + "s", null)
            : new TlsSpec(null, null, new TlsSpec.Disabled(), "2160h", null);
    PrivateRegistry resource = new PrivateRegistry();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(NAME)
            .withNamespace("n")
            .withUid("uid")
            .withGeneration((long) wish.generation())
            .withAnnotations(annotations(wish))
            .build());
    resource.setSpec(PrivateRegistrySpec.EMPTY.withTls(mode).withAuth(new AuthSpec(false, specs)));
    return resource;
  }

  private UserSpec user(String name) {
    return new UserSpec(
        name,
        null,
        new UserSpec.RotationSpec(every == 0 ? null : every + "s", overlap + "s"),
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
