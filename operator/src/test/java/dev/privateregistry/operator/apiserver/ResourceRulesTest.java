package dev.privateregistry.operator.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.cluster.FakeCluster;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server refuses at {@code kubectl apply}, and what it says to that. */
@Tag("apiserver")
@ExtendWith(RealApiServer.class)
class ResourceRulesTest {
  private static final String NAME = "metadata.name becomes the name of a Service";
  private static final String MODES =
      "choose exactly one of selfSigned, ca, secret, acme, certManager and disabled";
  private static final String KEY_SIZE = "size must be 256, 384 or 521 for ECDSA";
  private static final String CLASS = "storageClassName cannot be changed";
  private static final String ACCESS = "accessModes cannot be changed";
  private static final String EXISTING = "storageClassName has no effect on an existing claim";
  private static final String SHARED = "replicas above 1 need a volume that several pods can mount";
  private static final String NAMELESS = "exposure.ingress and exposure.gateway need the name by";
  private static final String LISTENERS = "httpListener and httpsListener are two listeners";
  private static final String SHRINK = "size cannot shrink, a volume claim only grows";
  private static final String TAKEN = "this name would give the user's Secret the name of one";
  private static final String GIVEN = "a password of passwordSecretRef is changed by changing";

  private final Program kubectl;
  private final String namespace;

  ResourceRulesTest(ApiServer server) {
    kubectl = server.kubectl();
    namespace = server.newNamespace();
  }

  static Stream<Arguments> refusedAtOnce() {
    return Stream.of(
        Arguments.of("{}", "1st", NAME),
        Arguments.of("{tls: {selfSigned: {}, disabled: {}}}", "r", MODES),
        Arguments.of(
            "{tls: {ca: {secretRef: {name: a}}, secret: {secretRef: {name: a}}}}", "r", MODES),
        Arguments.of("{tls: {certManager: {}}}", "r", "issuerRef: Required value"),
        Arguments.of("{tls: {certManager: {issuerRef: {name: a}}, selfSigned: {}}}", "r", MODES),
        Arguments.of("{tls: {privateKey: {algorithm: RSA, size: 256}}}", "r", KEY_SIZE),
        Arguments.of("{tls: {privateKey: {size: 2048}}}", "r", KEY_SIZE),
        Arguments.of("{tls: {privateKey: {algorithm: DSA}}}", "r", "supported values"),
        Arguments.of(
            "{maintenance: {windows: [{schedule: 0 2 * * *, duration: 1s}]}}",
            "r",
            "duration must be at least 1m"),
        Arguments.of(
            "{maintenance: {windows: [{schedule: every night, duration: 1h}]}}",
            "r",
            "schedule in body should match"),
        Arguments.of("{tls: {duration: 1s}}", "r", "duration must be at least 5s"),
        Arguments.of("{tls: {selfSigned: {}, acme: " + acme("") + "}}", "r", MODES),
        Arguments.of("{tls: {acme: " + acme("") + "}}", "r", "tls.acme needs a host"),
        Arguments.of(
            "{host: a.example, tls: {acme: " + acme(", termsOfServiceAgreed: false") + "}}",
            "r",
            "read the terms of service"),
        Arguments.of(
            "{host: a.b.example, tls: {acme: " + acme(", dnsNames: ['*.example']") + "}}",
            "r",
            "no name of tls.acme.dnsNames covers the host"),
        Arguments.of(
            "{host: a.example, tls: {acme: {email: a@b.c, termsOfServiceAgreed: true, http01: {}}}}",
            "r",
            "unknown field \"spec.tls.acme.http01\""),
        Arguments.of(
            "{tls: {duration: 1h, renewBefore: 1h}}", "r", "renewBefore must be more than 0s"),
        Arguments.of("{tls: {renewBefore: 0s}}", "r", "renewBefore must be more than 0s"),
        Arguments.of(
            "{storage: {filesystem: {existingClaim: a, storageClassName: b}}}", "r", EXISTING),
        Arguments.of("{auth: {users: [{name: htpasswd}]}}", "r", TAKEN),
        Arguments.of(
            "{auth: {users: [{name: a, passwordSecretRef: {name: b}, rotation: {every: 1h}}]}}",
            "r",
            GIVEN),
        Arguments.of(
            "{auth: {users: [{name: a, rotation: {every: 1s}}]}}", "r", "every must be at least"),
        Arguments.of(
            "{auth: {users: [{name: a, rotation: {every: 1h, overlap: 1h}}]}}",
            "r",
            "overlap must be less than every"),
        Arguments.of("{auth: {users: [{name: a}, {name: a}]}}", "r", "Duplicate value"),
        Arguments.of(
            "{auth: {users: [{name: a, access: [{repositories: [Team/x], actions: [pull]}]}]}}",
            "r",
            "access[0].repositories[0] in body should match"),
        Arguments.of(
            "{auth: {users: [{name: a, access: [{repositories: [b**], actions: [pull]}]}]}}",
            "r",
            "access[0].repositories[0] in body should match"),
        Arguments.of(
            "{auth: {users: [{name: a, access: [{repositories: [b], actions: [push]}]}]}}",
            "r",
            "push needs pull"),
        Arguments.of("{auth: {users: [{name: a, access: []}]}}", "r", "at least 1 items"),
        Arguments.of("{host: \"https://a\"}", "r", "spec.host in body should match"),
        Arguments.of("{host: 10.0.0.1}", "r", "host must be a DNS name"),
        Arguments.of("{storage: {filesystem: {size: 0}}}", "r", "size must be a quantity of bytes"),
        Arguments.of(
            "{storage: {filesystem: {size: much}}}", "r", "size must be a quantity of bytes"),
        Arguments.of("{monitoring: {alerts: true}}", "r", "alerts watch what the ServiceMonitor"),
        Arguments.of("{replicas: 2}", "r", SHARED),
        Arguments.of(
            "{replicas: 2, storage: {filesystem: {accessModes: [ReadWriteOnce]}}}", "r", SHARED),
        Arguments.of("{replicas: 0}", "r", "spec.replicas in body should be greater than or equal"),
        Arguments.of("{hosts: a}", "r", "unknown field \"spec.hosts\""),
        Arguments.of("{tls: {duration: 90d}}", "r", "spec.tls.duration in body should match"),
        Arguments.of("{exposure: {service: {port: 0}}}", "r", "greater than or equal to 1"),
        Arguments.of("{exposure: {ingress: {}}}", "r", NAMELESS),
        Arguments.of("{host: a.b, exposure: {ingress: {controller: x}}}", "r", "supported values"),
        Arguments.of("{host: a.b, exposure: {gateway: {}}}", "r", "parentRefs: Required value"),
        Arguments.of("{host: a.b, exposure: {gateway: {parentRefs: []}}}", "r", "at least 1 items"),
        Arguments.of(
            "{host: a.b, exposure: {gateway: {parentRefs: [{name: g}], httpListener: https}}}",
            "r",
            LISTENERS),
        Arguments.of("{auth: {users: [{name: nginx-ca}]}}", "r", TAKEN),
        Arguments.of("{storage: {deletionPolicy: Burn}}", "r", "supported values"));
  }

  /** A good one, but for what is added. */
  private static String acme(String more) {
    String agreed = more.contains("termsOfServiceAgreed") ? "" : ", termsOfServiceAgreed: true";
    return "{email: a@b.c, dns01: {rfc2136: {nameserver: ns, tsigKeyName: k, tsigSecretRef: {name:"
        + " s}}}"
        + agreed
        + more
        + "}";
  }

  static Stream<Arguments> refusedAsAChange() {
    return Stream.of(
        Arguments.of("{size: 10Gi}", "{size: 5Gi}", SHRINK),
        Arguments.of("{size: 10Gi, storageClassName: a}", "{storageClassName: b}", CLASS),
        Arguments.of("{size: 10Gi, storageClassName: a}", "{size: 10Gi}", CLASS),
        Arguments.of("{size: 10Gi}", "{size: 10Gi, storageClassName: a}", CLASS),
        Arguments.of("{size: 10Gi}", "{accessModes: [ReadWriteMany]}", ACCESS));
  }

  @ParameterizedTest
  @MethodSource("refusedAtOnce")
  void shouldRefuseWithARemedy(String spec, String name, String message) {
    Program.Result result = apply(name, spec);

    assertNotEquals(0, result.exit());
    assertTrue(result.output().contains(message), result.output());
  }

  @ParameterizedTest
  @MethodSource("refusedAsAChange")
  void shouldRefuseAChangeThatCannotBeMade(String before, String after, String message) {
    assertEquals(0, apply("r", "{storage: {filesystem: " + before + "}}").exit());

    Program.Result result = apply("r", "{storage: {filesystem: " + after + "}}");

    assertNotEquals(0, result.exit());
    assertTrue(result.output().contains(message), result.output());
  }

  @Test
  void shouldAcceptAVolumeThatGrows() {
    assertEquals(0, apply("r", "{storage: {filesystem: {size: 10Gi}}}").exit());
    Program.Result result = apply("r", "{storage: {filesystem: {size: 1Ti}}}");
    assertEquals(0, result.exit(), result.output());
  }

  @Test
  void shouldScaleWhereTheVolumeIsShared() {
    assertEquals(0, apply("r", "{storage: {filesystem: {accessModes: [ReadWriteMany]}}}").exit());
    kubectl.succeed("scale", "privateregistry/r", "--replicas=3", "-n", namespace);
    assertEquals(
        "3", kubectl.succeed("get", "preg/r", "-n", namespace, "-o", "jsonpath={.spec.replicas}"));
  }

  @Test
  void shouldSayWhyItDoesNotScale() {
    assertEquals(0, apply("r", "{}").exit());
    Program.Result result =
        kubectl.run("scale", "privateregistry/r", "--replicas=3", "-n", namespace);
    assertNotEquals(0, result.exit());
    assertTrue(result.output().contains(SHARED), result.output());
  }

  @Test
  void shouldAcceptSeveralPodsOnAClaimThatIsLookedAtLater() {
    Program.Result result =
        apply("r", "{replicas: 2, storage: {filesystem: {existingClaim: data}}}");
    assertEquals(0, result.exit(), result.output());
  }

  @Test
  void shouldHaveACaseForEveryRule() {
    Set<String> expected =
        Stream.concat(refusedAtOnce(), refusedAsAChange())
            .map(arguments -> (String) arguments.get()[2])
            .collect(Collectors.toUnmodifiableSet());
    Set<String> without =
        new TreeSet<>(rules(FakeCluster.schema()).map(ValidationRule::getMessage).toList());
    assertTrue(without.size() >= 9, without.toString());
    without.removeIf(message -> expected.stream().anyMatch(message::startsWith));
    assertEquals(Set.of(), without);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldAcceptEverySample(String sample) {
    Program.Result result =
        kubectl.run("apply", "--dry-run=server", "-f", "../samples/" + sample + ".yaml");
    assertEquals(0, result.exit(), result.output());
  }

  static Iterable<String> samples() {
    return Samples.names();
  }

  private Program.Result apply(String name, String spec) {
    return kubectl.feed(
        """
        apiVersion: privateregistry.dev/v1alpha1
        kind: PrivateRegistry
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, namespace, spec),
        "apply",
        "-f",
        "-");
  }

  private static Stream<ValidationRule> rules(JSONSchemaProps schema) {
    Stream<JSONSchemaProps> elements =
        schema.getItems() == null ? Stream.of() : Stream.of(schema.getItems().getSchema());
    Stream<JSONSchemaProps> fields =
        schema.getProperties() == null ? Stream.of() : schema.getProperties().values().stream();
    return Stream.concat(
        schema.getXKubernetesValidations().stream(),
        Stream.concat(elements, fields).flatMap(ResourceRulesTest::rules));
  }
}
