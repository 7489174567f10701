package dev.privateregistry.operator.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.decide.OrderWish;
import dev.privateregistry.operator.tls.BouncyCastlePki;
import dev.privateregistry.operator.tls.KeyedCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders from a real Pebble, proved by records in a real BIND. */
@Tag("apiserver")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeIssuerTest {
  private static final String ZONE = "example.test";

  private final BouncyCastlePki pki = new BouncyCastlePki();
  private final String account = pki.newKey();
  private Bind bind;
  private Pebble pebble;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    bind = Bind.start(folder, ZONE);
    pebble = Pebble.start(folder, bind.address());
  }

  @AfterAll
  void stop() {
    pebble.close();
    bind.close();
  }

  private OrderWish wish(String key, Optional<String> place, OrderWish.Dns01 proof, String... names)
      throws Exception {
    return new OrderWish(
        new OrderWish.Account(pebble.directory(), "ops@" + ZONE, account, pebble.authorities()),
        List.of(names),
        key,
        place,
        proof);
  }

  private OrderWish.Dns01 proof(Optional<String> zone, String secret) {
    return new OrderWish.Dns01(
        bind.address(), zone, new OrderWish.Tsig(Bind.KEY, "hmac-sha256", secret));
  }

  @Test
  void shouldGetACertificateForAWildcardAndItsParent() throws Exception {
    String key = pki.newKey();
    List<String> places = new ArrayList<>();

    String chain =
        new AcmeIssuer()
            .issue(
                wish(
                    key,
                    Optional.empty(),
                    proof(Optional.empty(), bind.secret()),
                    "*." + ZONE,
                    ZONE,
                    "registry.sub." + ZONE),
                places::add);

    assertEquals(
        Set.of("*." + ZONE, ZONE, "registry.sub." + ZONE), pki.read(chain).orElseThrow().names());
    assertTrue(pki.matches(new KeyedCertificate(chain, key)));
    assertEquals(1, places.size());
    assertEquals(List.of(), bind.texts("_acme-challenge." + ZONE), "left behind");

    String again =
        new AcmeIssuer()
            .issue(
                wish(
                    key,
                    Optional.of(places.getFirst()),
                    proof(Optional.of(ZONE), bind.secret()),
                    "*." + ZONE,
                    ZONE,
                    "registry.sub." + ZONE),
                places::add);
    assertEquals(chain, again, "the order that was placed before is not gone on with");
    assertEquals(places.getFirst(), places.getLast());
  }

  @Test
  void shouldOrderAnewWhenThePlacedOrderIsUnknown() throws Exception {
    String gone = pebble.directory().replace("/dir", "/my-order/nothing");
    List<String> places = new ArrayList<>();
    String key = pki.newKey();

    String chain =
        new AcmeIssuer()
            .issue(
                wish(
                    key, Optional.of(gone), proof(Optional.of(ZONE), bind.secret()), "new." + ZONE),
                places::add);

    assertTrue(pki.matches(new KeyedCertificate(chain, key)));
    assertNotEquals(gone, places.getFirst());
  }

  @Test
  void shouldTellOfAKeyThatTheNameServerDoesNotKnow() throws Exception {
    OrderWish wish =
        wish(
            pki.newKey(),
            Optional.empty(),
            proof(Optional.of(ZONE), "d3Jvbmcga2V5IGZvciB0aGlzIHRlc3Qgb25seSE="),
            "wrong." + ZONE);

    OrderFailure failure =
        assertThrows(OrderFailure.class, () -> new AcmeIssuer().issue(wish, place -> {}));
    assertTrue(failure.reason().contains(bind.address()), failure.reason());
    assertTrue(!failure.reason().contains("d3Jvbmc"), failure.reason());
  }

  @Test
  void shouldTellOfANameThatIsInNoZone() throws Exception {
    OrderWish wish =
        wish(
            pki.newKey(),
            Optional.empty(),
            proof(Optional.empty(), bind.secret()),
            "registry.elsewhere.invalid");

    OrderFailure failure =
        assertThrows(OrderFailure.class, () -> new AcmeIssuer().issue(wish, place -> {}));
    assertTrue(failure.reason().contains("has no zone for _acme-challenge."), failure.reason());
  }

  @Test
  void shouldPassOnWhatTheAcmeServerSays() throws Exception {
    OrderWish wish =
        wish(
            pki.newKey(),
            Optional.empty(),
            proof(Optional.of(ZONE), bind.secret()),
            Pebble.BLOCKED);

    OrderFailure failure =
        assertThrows(OrderFailure.class, () -> new AcmeIssuer().issue(wish, place -> {}));
    assertTrue(failure.reason().startsWith("the ACME server refuses: "), failure.reason());
  }

  @Test
  void shouldTellWhenTheAcmeServerIsNotThere() throws Exception {
    OrderWish reachable =
        wish(pki.newKey(), Optional.empty(), proof(Optional.of(ZONE), bind.secret()), ZONE);
    OrderWish wish =
        new OrderWish(
            new OrderWish.Account("https://127.0.0.1:1/dir", "ops@" + ZONE, account, ""),
            reachable.names(),
            reachable.key(),
            reachable.place(),
            reachable.proof());

    OrderFailure failure =
        assertThrows(OrderFailure.class, () -> new AcmeIssuer().issue(wish, place -> {}));
    assertTrue(
        failure.reason().startsWith("the ACME server cannot be reached: "), failure.reason());
  }
}
