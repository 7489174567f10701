package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.TrustedProxies;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code http.limits.requestsperclient}. */
class ClientGateTest {
  private static final TrustedProxies PROXY =
      new TrustedProxies(
          Optional.of(List.of(new TrustedProxies.Range(InetAddress.ofLiteral("10.0.0.0"), 8))));
  private static final Handler INNER = request -> Response.empty(200, Headers.none());

  private final ClientGate gate = new ClientGate(INNER, PROXY, 2);

  private @Nullable Response begin(Request request) {
    gate.started(request);
    return gate.answerNow(request);
  }

  private void end(Request request) {
    gate.completed(request, 200, 0, 0);
  }

  private static FakeRequest from(String address) {
    return FakeRequest.of("GET", "/v2/").peer(address);
  }

  @Test
  void shouldRefuseWhatAClientHasRunningBeyondTheLimit() {
    assertNull(begin(from("192.0.2.1")));
    assertNull(begin(from("192.0.2.1")));

    Response refused = begin(from("192.0.2.1"));

    assertNotNull(refused);
    assertEquals(429, refused.status());
    assertEquals("1", refused.headers().first("Retry-After"));
    assertEquals(1, gate.refusals());
  }

  @Test
  void shouldLetOthersIn() {
    begin(from("192.0.2.1"));
    begin(from("192.0.2.1"));

    assertNull(begin(from("192.0.2.2")));
  }

  @Test
  void shouldLetTheClientInAgainWhenARequestIsOver() {
    FakeRequest first = from("192.0.2.1");
    begin(first);
    begin(from("192.0.2.1"));
    FakeRequest refused = from("192.0.2.1");
    assertNotNull(begin(refused));
    end(refused);
    end(first);

    assertNull(begin(from("192.0.2.1")));
  }

  @Test
  void shouldKeepNothingOfClientsThatHaveGone() {
    FakeRequest request = from("192.0.2.1");
    begin(request);
    end(request);

    assertEquals(0, gate.clients());
  }

  @Test
  void shouldCountTheClientsOfATrustedProxyOneByOne() {
    for (String client : List.of("198.51.100.1", "198.51.100.2", "198.51.100.3")) {
      assertNull(begin(from("10.0.0.1").with("X-Forwarded-For", client)), client);
    }
    begin(from("10.0.0.1").with("X-Forwarded-For", "198.51.100.1"));

    assertNotNull(begin(from("10.0.0.2").with("X-Forwarded-For", "198.51.100.1")));
  }

  @Test
  void shouldNotBelieveAnybodyElse() {
    begin(from("192.0.2.1").with("X-Forwarded-For", "198.51.100.1"));
    begin(from("192.0.2.1").with("X-Forwarded-For", "198.51.100.2"));

    assertNotNull(begin(from("192.0.2.1").with("X-Forwarded-For", "198.51.100.3")));
  }

  @Test
  void shouldTakeANetworkOfIpv6ForOneClient() {
    begin(from("2001:db8::1"));
    begin(from("2001:db8::2"));

    assertNotNull(begin(from("2001:db8::3")));
    assertNull(begin(from("2001:db8:0:1::3")));
  }
}
