package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.apply.ObjectEndpoint;
import dev.privateregistry.operator.cluster.Definitions;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.credentials.Bcrypt;
import dev.privateregistry.operator.credentials.RandomPasswords;
import dev.privateregistry.operator.decide.AuthorityPolicy;
import dev.privateregistry.operator.decide.Decider;
import dev.privateregistry.operator.desired.RegistryObjects;
import dev.privateregistry.operator.samples.Samples;
import dev.privateregistry.operator.tls.BouncyCastlePki;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.LeafRequest;
import dev.privateregistry.operator.tls.Validity;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where certificates come from, and what happens when that changes while the registry serves. */
abstract class CertificateScenarios<C extends TestCluster> extends OperatorScenarios<C> {
  private final Validity month =
      new Validity(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(30)));

  /** With a handover that is short enough to be waited for. */
  private static final AuthorityPolicy POLICY =
      new AuthorityPolicy(
          AuthorityPolicy.DEFAULT.lifetime(),
          AuthorityPolicy.DEFAULT.rollBefore(),
          AuthorityPolicy.DEFAULT.propagation(),
          Duration.ofSeconds(2));

  private static final String CA = "{\"ca\":{\"secretRef\":{\"name\":\"company\"}}}";
  private static final String SECRET = "{\"secret\":{\"secretRef\":{\"name\":\"own\"}}}";
  private static final String SELF_SIGNED = "{\"selfSigned\":{}}";

  private final BouncyCastlePki pki = new BouncyCastlePki();
  private final KeyedCertificate company = pki.authority("company", month);
  private final KeyedCertificate successor = pki.authority("company, from now on", month);

  CertificateScenarios(C cluster) throws IOException {
    super(
        cluster,
        new Decider(
                new RegistryObjects(OperatorOptions.defaultImage())::of,
                new RandomPasswords(),
                new Bcrypt(),
                new BouncyCastlePki(),
                POLICY)
            ::decide);
  }

  @Test
  void shouldIssueFromAGivenCaAndFollowItsReplacement() {
    supply("company", company, null);
    create(with(CA));
    awaitReady();
    assertTrue(servesFrom(company));
    assertEquals(company.certificate(), bundle());
    assertFalse(copied(company.key()), "the CA's key is in its own Secret only");

    supply("company", successor, null);
    Wait.until("both are trusted", () -> bundle().contains(successor.certificate()), this::status);
    assertTrue(bundle().contains(company.certificate()));
    Wait.until("the new CA signs", () -> servesFrom(successor), this::status);
    Wait.until(
        "the old CA withdrawn", () -> bundle().equals(successor.certificate()), this::status);
    awaitReady();
    assertQuiet();
  }

  @Test
  void shouldGoOnWhileTheCaIsBroken() {
    supply("company", company, null);
    create(with(CA));
    awaitReady();
    String served = kubelet.registry().certificate();

    supply("company", new KeyedCertificate(company.certificate(), successor.key()), null);
    Wait.until("stalled", () -> condition("quickstart", "Stalled").equals("True"), this::status);
    assertEquals("KeyDiffers", reason());
    assertEquals(served, kubelet.registry().certificate());
    assertEquals(company.certificate(), bundle());
    Wait.until("an Event", () -> hasEvent("CertificateKeyDiffers"), this::status);

    supply("company", company, null);
    awaitReady();
    assertEquals(served, kubelet.registry().certificate());
  }

  @Test
  void shouldGoOverFromOneWayToAnotherWithoutARestart() {
    supply("company", company, null);
    supply("own", pki.server(successor, LeafRequest.of(List.of("localhost"), month)), successor);
    create(with(SELF_SIGNED));
    awaitReady();
    String own = bundle();
    long generation = generation();

    change(SECRET);
    Wait.until("from the Secret", () -> servesFrom(successor), this::status);
    change(CA);
    Wait.until("from the CA", () -> servesFrom(company), this::status);
    change(SELF_SIGNED);
    Wait.until("from the operator's CA again", () -> bundle().equals(own), this::status);
    assertTrue(pki.signed(own, kubelet.registry().certificate()));

    awaitReady();
    assertQuiet();
    assertEquals(generation, generation());
  }

  @Test
  void shouldLeaveCertificatesToCertManager() {
    Definitions.install(client, OptionalKind.CERTIFICATE);
    create(
        with(
            "{\"duration\":\"720h\",\"privateKey\":{\"algorithm\":\"RSA\"},\"certManager\":"
                + "{\"issuerRef\":{\"name\":\"company\",\"kind\":\"ClusterIssuer\"}}}"));
    Wait.until("asked", () -> asked() != null, this::status);
    assertEquals("720h", said("spec", "duration"));
    assertEquals(List.of("localhost"), said("spec", "dnsNames"));
    assertEquals("ClusterIssuer", said("spec", "issuerRef", "kind"));
    assertEquals("RSA", said("spec", "privateKey", "algorithm"));
    complain("DoesNotExist", "the issuer company is not ready");
    Wait.until(
        "the complaint",
        () -> message().contains("cert-manager says DoesNotExist: the issuer company is not"),
        this::status);

    supply(
        "quickstart-cert-manager",
        pki.server(company, LeafRequest.of(List.of("localhost"), month)),
        company);
    Wait.until("served", () -> servesFrom(company), this::status);
    Wait.until("trusted", () -> bundle().equals(company.certificate()), this::status);

    change(SELF_SIGNED);
    Wait.until("no Certificate", () -> asked() == null, this::status);
    Wait.until("from the operator's CA", () -> !servesFrom(company), this::status);
    awaitReady();
    assertQuiet();
  }

  private static PrivateRegistry with(String tls) {
    PrivateRegistry resource = Samples.read("quickstart");
    resource.setSpec(resource.getSpec().withTls(Serialization.unmarshal(tls, TlsSpec.class)));
    return resource;
  }

  /** Sets the mode, and takes all others away. */
  private void change(String mode) {
    String others =
        Stream.of("selfSigned", "ca", "secret", "certManager")
            .filter(other -> !mode.startsWith("{\"" + other + "\""))
            .map(other -> ",\"" + other + "\":null")
            .collect(Collectors.joining());
    editSpec("{\"spec\":{\"tls\":" + mode.substring(0, mode.length() - 1) + others + "}}}");
  }

  private void supply(String name, KeyedCertificate pair, @Nullable KeyedCertificate trusted) {
    Map<String, String> data = new HashMap<>();
    data.put("tls.crt", base64(pair.certificate()));
    data.put("tls.key", base64(pair.key()));
    if (trusted != null) {
      data.put("ca.crt", base64(trusted.certificate()));
    }
    Secret secret =
        new SecretBuilder()
            .withMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build())
            .withData(data)
            .build();
    if (client.secrets().inNamespace(namespace).withName(name).get() == null) {
      client.resource(secret).create();
    } else {
      client
          .secrets()
          .inNamespace(namespace)
          .withName(name)
          .edit(live -> live.edit().withData(data).build());
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private boolean servesFrom(KeyedCertificate authority) {
    return pki.signed(authority.certificate(), kubelet.registry().certificate());
  }

  private String bundle() {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName("quickstart-ca").get();
    return map == null ? "" : map.getData().getOrDefault("ca.crt", "");
  }

  private boolean copied(String key) {
    return client.secrets().inNamespace(namespace).list().getItems().stream()
        .filter(secret -> !secret.getMetadata().getName().equals("company"))
        .anyMatch(
            secret -> secret.getData() != null && secret.getData().containsValue(base64(key)));
  }

  private long generation() {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("quickstart")
        .require()
        .getMetadata()
        .getGeneration();
  }

  private @Nullable GenericKubernetesResource asked() {
    return endpoint().get();
  }

  private @Nullable Object said(Object... path) {
    return Objects.requireNonNull(asked()).get(path);
  }

  private void complain(String reason, String message) {
    GenericKubernetesResource live = Objects.requireNonNull(asked());
    live.setAdditionalProperty(
        "status",
        Map.of(
            "conditions",
            List.of(
                Map.of("type", "Ready", "status", "False", "reason", reason, "message", message))));
    client
        .genericKubernetesResources(ObjectEndpoint.of(OptionalKind.CERTIFICATE))
        .inNamespace(namespace)
        .resource(live)
        .updateStatus();
  }

  private Resource<GenericKubernetesResource> endpoint() {
    return client
        .genericKubernetesResources(ObjectEndpoint.of(OptionalKind.CERTIFICATE))
        .inNamespace(namespace)
        .withName("quickstart");
  }

  private String reason() {
    return resource()
        .getStatus()
        .condition("CertificateReady")
        .map(Condition::getReason)
        .orElse("");
  }

  private String message() {
    return resource().getStatus() == null
        ? ""
        : resource()
            .getStatus()
            .condition("CertificateReady")
            .map(Condition::getMessage)
            .orElse("");
  }

  private boolean hasEvent(String reason) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .anyMatch(event -> reason.equals(event.getReason()));
  }
}
