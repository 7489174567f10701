package dev.privateregistry.registry.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.TrustedProxies;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events tell of the request that caused them. */
class OccurrenceTest {
  private static final PublicUrl URL =
      new PublicUrl(
          null,
          false,
          new TrustedProxies(
              Optional.of(
                  List.of(new TrustedProxies.Range(InetAddress.ofLiteral("10.0.0.0"), 8)))));

  private static String addressOf(FakeRequest request) {
    return Occurrence.Cause.of(request, URL).address();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 198.51.100.1, 192.0.2.1:40000",
    "10.0.0.1, 198.51.100.1, 198.51.100.1",
    "10.0.0.1, unknown, 10.0.0.1:40000",
    "2001:db8::1, 198.51.100.1, [2001:db8:0:0:0:0:0:1]:40000",
    "10.0.0.1, 2001:db8::1, 2001:db8:0:0:0:0:0:1",
  })
  void shouldNameTheClientThatATrustedProxyNames(String peer, String forwarded, String address) {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/").peer(peer).with("X-Forwarded-For", forwarded);

    assertEquals(address, addressOf(request));
  }

  @Test
  void shouldNameTheSocketFileWhenNobodyTellsMore() {
    FakeRequest request = FakeRequest.of("GET", "/v2/").bySocketFile();

    assertEquals("unix:0", addressOf(request));
    assertEquals("192.0.2.1", addressOf(request.with("X-Forwarded-For", "192.0.2.1")));
  }
}
