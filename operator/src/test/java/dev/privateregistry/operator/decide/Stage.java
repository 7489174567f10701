package dev.privateregistry.operator.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.credentials.Htpasswd;
import dev.privateregistry.operator.decide.model.NumberedKeys;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A resource, its objects, and one pod, for playing decisions through. */
final class Stage {

  final PrivateRegistry resource = new PrivateRegistry();
  final Map<String, HasMetadata> objects = new LinkedHashMap<>();
  final List<HasMetadata> declared = new ArrayList<>();
  final NumberedKeys keys = new NumberedKeys();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  boolean podLoads = true;
  Surroundings surroundings = Surroundings.BARE;
  OrderReport order = OrderReport.NONE;
  private Optional<PodReport> pod = Optional.empty();
  private ConfigFiles loadedConfig = new ConfigFiles(null, null);
  private int version;

  private final Decider decider =
      new Decider(resource -> List.copyOf(declared), keys, keys, keys, AuthorityPolicy.DEFAULT);

  Stage(PrivateRegistrySpec spec) {
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName("r")
            .withNamespace("n")
            .withUid("uid")
            .withGeneration(1L)
            .withAnnotations(new LinkedHashMap<>())
            .build());
    resource.setSpec(spec);
  }

  static Stage of(String specYaml) {
    return new Stage(Serialization.unmarshal(specYaml, PrivateRegistrySpec.class));
  }

  Snapshot snapshot() {
    return new Snapshot(
        resource,
        Objects.of(objects.values()),
        pod.map(List::of).orElse(List.of()),
        surroundings,
        order,
        now);
  }

  Plan decide() {
    return decider.decide(snapshot());
  }

  /** Decides and does what was decided. */
  Plan step() {
    Plan plan = decide();
    for (Write write : plan.writes()) {
      switch (write) {
        case Write.Delete delete -> objects.remove(key(delete.object()));
        case Write.Confirm confirm -> {}
        case Write.Apply(HasMetadata object) -> put(object);
        case Write.Create(HasMetadata object) -> put(object);
        case Write.Update(HasMetadata object) -> put(object);
      }
    }
    resource.setStatus(plan.status());
    if (podLoads && secret("r-htpasswd").isPresent()) {
      pod = Optional.of(new PodReport("r-1", true, false, loaded()));
    }
    return plan;
  }

  /** Decides until nothing changes any more; the last plan. */
  Plan settle() {
    Plan plan = step();
    for (int i = 0; i < 30 && changes(plan); i++) {
      plan = step();
    }
    return step();
  }

  static boolean changes(Plan plan) {
    return plan.writes().stream()
        .anyMatch(write -> !(write instanceof Write.Confirm || write instanceof Write.Apply));
  }

  private PodReport.Loaded loaded() {
    String serial = secret("r-tls").map(it -> text(it, "tls.crt").split(" ")[0]).orElse(null);
    String file = secret("r-htpasswd").map(it -> text(it, "htpasswd")).orElse("");
    return new PodReport.Loaded(
        "1.0",
        new PodReport.Files(
            Htpasswd.parse(file).fingerprint(), loadedConfig.accessRules(), loadedConfig.config()),
        serial,
        List.of());
  }

  /** The pods take over the ConfigMap as it is, as if they had been replaced. */
  void loadConfig() {
    loadedConfig = ConfigFiles.of(resource, List.copyOf(objects.values()));
    if (podLoads && secret("r-htpasswd").isPresent()) {
      pod = Optional.of(new PodReport("r-1", true, false, loaded()));
    }
  }

  void put(HasMetadata object) {
    object.getMetadata().setNamespace("n");
    object.getMetadata().setResourceVersion("" + ++version);
    objects.put(key(object), object);
  }

  /** The Service that clients use is among what follows from the spec. */
  void declareService() {
    declared.add(
        new ServiceBuilder()
            .withMetadata(Ownership.metadata(resource, "r"))
            .withNewSpec()
            .addNewPort()
            .withName("registry")
            .withPort(5000)
            .endPort()
            .endSpec()
            .build());
  }

  /** The Deployment of one pod, rolled out. */
  void deployed() {
    put(
        new DeploymentBuilder()
            .withMetadata(Ownership.metadata(resource, "r"))
            .withNewSpec()
            .withReplicas(1)
            .endSpec()
            .withNewStatus()
            .withUpdatedReplicas(1)
            .withReadyReplicas(1)
            .endStatus()
            .build());
  }

  /** A Secret that is not ours. */
  void supply(String name, Map<String, String> text) {
    Map<String, String> data = new LinkedHashMap<>();
    text.forEach((k, v) -> data.put(k, Base64.getEncoder().encodeToString(v.getBytes(UTF_8))));
    put(new SecretBuilder().withNewMetadata().withName(name).endMetadata().withData(data).build());
  }

  /** A Secret of ours with what does not belong there. */
  void spoil(String name, Map<String, String> data) {
    put(
        new SecretBuilder()
            .withMetadata(Ownership.metadata(resource, name))
            .withData(data)
            .build());
  }

  Optional<Secret> secret(String name) {
    return Optional.ofNullable(objects.get("Secret/" + name)).map(Secret.class::cast);
  }

  String trust() {
    return Optional.ofNullable(objects.get("ConfigMap/r-ca"))
        .map(it -> ((ConfigMap) it).getData().get("ca.crt"))
        .orElse("");
  }

  String password(String user) {
    return secret("r-" + user).map(it -> text(it, "password")).orElse("");
  }

  List<String> accepted(String user) {
    String file = secret("r-htpasswd").map(it -> text(it, "htpasswd")).orElse("");
    return Htpasswd.parse(file).hashes(user).stream()
        .map(hash -> hash.substring(hash.indexOf('-') + 1))
        .toList();
  }

  Condition condition(String type) {
    return Optional.ofNullable(resource.getStatus())
        .flatMap(status -> status.condition(type))
        .orElseThrow();
  }

  static String text(Secret secret, String key) {
    String data = secret.getData().get(key);
    return data == null ? "" : new String(Base64.getDecoder().decode(data), UTF_8);
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
