package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Certificates of an ACME server: what is stored when, wished for when, and what goes on. */
class OrderedCertificateTest {
  private static final String ACME =
      """
      host: reg.example.com
      tls:
        acme:
          server: https://acme.example.com/dir
          email: ops@example.com
          termsOfServiceAgreed: true
          dns01:
            rfc2136:
              nameserver: ns.example.com
              tsigKeyName: key
              tsigSecretRef: {name: tsig, key: secret}
      """;

  private static final Duration LIFETIME = Duration.ofDays(90);

  private static Stage stage() {
    Stage stage = Stage.of(ACME);
    stage.supply("tsig", Map.of("secret", "c2VjcmV0\n"));
    return stage;
  }

  private static String state(Stage stage, String key) {
    return stage.secret("r-acme").map(secret -> Stage.text(secret, key)).orElse("");
  }

  @Test
  void shouldStoreTheKeysBeforeItWishesForAnOrder() {
    Stage stage = stage();

    Plan first = stage.step();
    assertEquals(Optional.empty(), first.order());
    assertNotEquals("", state(stage, "account.key"));
    String key = state(stage, "order.key");
    assertNotEquals("", key);

    OrderWish wish = stage.step().order().orElseThrow();
    assertEquals(key, wish.key());
    assertEquals(state(stage, "account.key"), wish.account().key());
    assertEquals(List.of("reg.example.com"), wish.names());
    assertEquals("c2VjcmV0", wish.proof().tsig().secret());
    assertFalse(wish.toString().contains(key), wish.toString());
  }

  @Test
  void shouldWaitWithThePodsForTheFirstCertificate() {
    Stage stage = stage();
    stage.settle();

    assertEquals("False", stage.condition("CertificateReady").getStatus());
    assertEquals("Ordering", stage.condition("CertificateReady").getReason());
    assertEquals("WaitingForFiles", stage.condition("WorkloadReady").getReason());
    assertEquals("False", stage.condition("Ready").getStatus());
    assertTrue(stage.secret("r-tls").isEmpty());
  }

  @Test
  void shouldNoteWhereTheOrderIsSoThatAnotherOperatorGoesOn() {
    Stage stage = stage();
    stage.settle();
    stage.order = new OrderReport.Running(Optional.of("https://acme.example.com/order/1"));

    stage.settle();
    assertEquals("https://acme.example.com/order/1", state(stage, "order.url"));

    stage.order = OrderReport.NONE;
    assertEquals(
        Optional.of("https://acme.example.com/order/1"),
        stage.decide().order().orElseThrow().place());
  }

  @Test
  void shouldServeWhatWasIssuedAndCloseTheOrder() {
    Stage stage = issued();

    Secret served = stage.secret("r-tls").orElseThrow();
    assertTrue(Stage.text(served, "tls.crt").startsWith("70 "), Stage.text(served, "tls.crt"));
    assertEquals("", state(stage, "order.key"));
    assertEquals("70", state(stage, "issued.serial"));
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    assertEquals("", stage.trust(), "clients trust a public CA already");
    assertEquals(Optional.empty(), stage.decide().order());
  }

  private static Stage issued() {
    Stage stage = stage();
    stage.settle();
    stage.order = new OrderReport.Issued(chain(stage, 70));
    stage.step();
    stage.order = OrderReport.NONE;
    stage.settle();
    return stage;
  }

  private static String chain(Stage stage, int serial) {
    return chain(stage, serial, state(stage, "order.key"));
  }

  /** A certificate in the form of the numbered keys. */
  private static String chain(Stage stage, int serial, String key) {
    return "%d 900 %d %d reg.example.com %s EC 256\n"
        .formatted(
            serial,
            stage.now.getEpochSecond(),
            stage.now.plus(LIFETIME).getEpochSecond(),
            key.replace("key", ""));
  }

  @Test
  void shouldIgnoreWhatWasIssuedForAnotherKey() {
    Stage stage = stage();
    stage.settle();
    stage.order = new OrderReport.Issued(chain(stage, 71, "key4711"));
    stage.settle();

    assertTrue(stage.secret("r-tls").isEmpty());
    assertTrue(stage.decide().order().isPresent());
  }

  @Test
  void shouldCloseAnOrderThatACrashLeftOpen() {
    Stage stage = stage();
    stage.settle();
    Map<String, String> open = Map.copyOf(stage.secret("r-acme").orElseThrow().getData());
    stage.order = new OrderReport.Issued(chain(stage, 70));
    stage.step();
    stage.spoil("r-acme", open);
    stage.order = OrderReport.NONE;

    stage.settle();

    assertEquals("70", state(stage, "issued.serial"));
    assertEquals("", state(stage, "order.key"));
    assertEquals(Optional.empty(), stage.decide().order());
  }

  @Test
  void shouldRenewWhenAThirdOfTheLifetimeIsLeft() {
    Stage stage = issued();
    stage.now = stage.now.plus(Duration.ofDays(59));
    stage.settle();
    assertEquals(Optional.empty(), stage.decide().order());

    stage.now = stage.now.plus(Duration.ofDays(2));
    stage.settle();
    assertTrue(stage.decide().order().isPresent());
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    assertEquals("Ordering", stage.condition("CertificateReady").getReason());
  }

  @Test
  void shouldSayWhyARenewalFailsAndGoOnWithTheLastGoodCertificate() {
    Stage stage = issued();
    stage.now = stage.now.plus(Duration.ofDays(61));
    stage.settle();
    Instant again = stage.now.plusSeconds(120);
    stage.order = new OrderReport.Failed("the ACME server refuses: no", again);
    Plan plan = stage.settle();

    assertEquals("OrderFails", stage.condition("CertificateReady").getReason());
    String message = stage.condition("CertificateReady").getMessage();
    assertTrue(message.startsWith("the ACME server refuses: no; next try at "), message);
    assertTrue(message.contains("certificate 70 goes on"), message);
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    assertFalse(plan.lookAgain().isAfter(again));

    stage.now = stage.now.plus(Duration.ofDays(40));
    stage.settle();
    assertEquals("False", stage.condition("CertificateReady").getStatus(), "it has ended");
  }

  @Test
  void shouldOrderAnewWhenAsked() {
    Stage stage = issued();
    stage
        .resource
        .getMetadata()
        .getAnnotations()
        .put(PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, "now");
    stage.settle();
    stage.order = new OrderReport.Issued(chain(stage, 72));
    stage.step();
    stage.order = OrderReport.NONE;
    stage.settle();

    assertTrue(Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt").startsWith("72 "));
    assertEquals(Optional.empty(), stage.decide().order());
  }

  @Test
  void shouldTellWhichSecretIsMissing() {
    Stage stage = Stage.of(ACME);
    stage.settle();

    assertEquals("SecretMissing", stage.condition("CertificateReady").getReason());
    assertTrue(
        stage.condition("CertificateReady").getMessage().contains("there is no Secret tsig"));
    assertEquals(Optional.empty(), stage.decide().order());
  }

  @Test
  void shouldGoOnServingTheOwnCertificateUntilTheOrderedOneIsThere() {
    Stage stage = stage();
    stage.resource.setSpec(stage.resource.getSpec().withTls(TlsSpec.DEFAULT));
    stage.settle();
    String own = Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt");
    stage.resource.setSpec(Serialization.unmarshal(ACME, PrivateRegistrySpec.class));
    stage.settle();
    assertEquals(own, Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt"));
    assertFalse(stage.trust().isEmpty());

    stage.order = new OrderReport.Issued(chain(stage, 70));
    stage.step();
    stage.order = OrderReport.NONE;
    stage.settle();
    assertFalse(stage.trust().isEmpty(), "withdrawn before clients had the time");
    stage.now = stage.now.plus(AuthorityPolicy.DEFAULT.handover());
    stage.settle();
    assertEquals("", stage.trust());
  }

  @Test
  void shouldPublishThePrivateCaBeforeWhatNeedsIt() {
    String root = "900 900 0 4000000000 ca\n";
    Stage stage = stage();
    stage.resource.setSpec(stage.resource.getSpec().withTls(TlsSpec.DEFAULT));
    stage.settle();
    PrivateRegistrySpec spec =
        Serialization.unmarshal(ACME + "    caBundle: |\n      " + root, PrivateRegistrySpec.class);
    stage.resource.setSpec(spec);
    stage.settle();
    assertTrue(stage.trust().contains(root), stage.trust());

    stage.order = new OrderReport.Issued(chain(stage, 70));
    stage.settle();
    assertEquals("HandingOver", stage.condition("CertificateReady").getReason());
    assertFalse(Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt").startsWith("70 "));

    stage.now = stage.now.plus(AuthorityPolicy.DEFAULT.handover());
    stage.step();
    assertTrue(Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt").startsWith("70 "));
  }

  @Test
  void shouldRefuseWhatNoAcmeServerCanCertify() {
    Stage stage = Stage.of(ACME.replace("host: reg.example.com\n", ""));
    stage.settle();
    assertTrue(
        stage.condition("Ready").getMessage().contains("spec.tls.acme: needs spec.host"),
        stage.condition("Ready").getMessage());
  }

  @Test
  void shouldOrderTheNamesThatAreGiven() {
    Stage stage = Stage.of(ACME + "    dnsNames: ['*.example.com']\n");
    stage.supply("tsig", Map.of("secret", "c2VjcmV0"));
    stage.settle();
    assertEquals(List.of("*.example.com"), stage.decide().order().orElseThrow().names());
  }
}
