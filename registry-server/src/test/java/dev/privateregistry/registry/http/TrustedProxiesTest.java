package dev.privateregistry.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
  private static final TrustedProxies LISTED =
      new TrustedProxies(
          Optional.of(List.of(range("10.0.0.0", 8), range("192.0.2.128", 25), range("::1", 128))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "203.0.113.5   | -                          | 203.0.113.5",
        "203.0.113.5   | 198.51.100.1               | 203.0.113.5",
        "10.1.2.3      | -                          | 10.1.2.3",
        "10.1.2.3      | 198.51.100.1               | 198.51.100.1",
        "10.1.2.3      | 1.1.1.1, 198.51.100.1      | 198.51.100.1",
        "10.1.2.3      | 198.51.100.1, 10.9.9.9     | 198.51.100.1",
        "10.1.2.3      | 198.51.100.1:4711          | 198.51.100.1",
        "10.1.2.3      | 10.9.9.9                   | 10.9.9.9",
        "10.1.2.3      | unknown                    | 10.1.2.3",
        "10.1.2.3      | 198.51.100.1, unknown      | 10.1.2.3",
        "10.1.2.3      | example.com                | 10.1.2.3",
        "::1           | [2001:db8:1:2:3::4]:4711   | 2001:db8:1:2::/64",
        "::1           | 2001:db8:1:2:ffff::9       | 2001:db8:1:2::/64",
        "192.0.2.200   | 198.51.100.1               | 198.51.100.1",
        "192.0.2.100   | 198.51.100.1               | 192.0.2.100",
      })
  void shouldCountByTheLastAddressThatIsNoProxys(String peer, String forwarded, String client) {
    FakeRequest request = FakeRequest.of("GET", "/v2/").peer(peer);
    if (forwarded != null) {
      request.with("X-Forwarded-For", forwarded);
    }

    assertEquals(client, LISTED.clientOf(request));
  }

  @Test
  void shouldCountByTheSocketWhenNoProxyIsListed() {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/").peer("10.1.2.3").with("X-Forwarded-For", "198.51.100.1");

    assertEquals("10.1.2.3", TrustedProxies.EVERYBODY.clientOf(request));
  }

  @Test
  void shouldBelieveThePeerOfASocketFileWhereProxiesAreListed() {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/")
            .from("http", "inner:5000")
            .bySocketFile()
            .with("X-Forwarded-For", "198.51.100.1")
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "outer.example");

    assertEquals("198.51.100.1", LISTED.clientOf(request));
    assertEquals("https://outer.example", new PublicUrl(null, "", false, LISTED).prefix(request));
    for (TrustedProxies unlisted : List.of(TrustedProxies.EVERYBODY, TrustedProxies.NOBODY)) {
      assertEquals("unix", unlisted.clientOf(request));
      assertNull(unlisted.addressOf(request));
    }
    assertEquals(
        "http://inner:5000", new PublicUrl(null, "", false, TrustedProxies.NOBODY).prefix(request));
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, https://outer.example", "203.0.113.5, http://inner:5000"})
  void shouldBelieveOnlyListedProxiesAboutTheUrl(String peer, String url) {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/")
            .from("http", "inner:5000")
            .peer(peer)
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "outer.example");

    assertEquals(url, new PublicUrl(null, "", false, LISTED).prefix(request));
  }

  private static TrustedProxies.Range range(String network, int bits) {
    return new TrustedProxies.Range(InetAddress.ofLiteral(network), bits);
  }
}
