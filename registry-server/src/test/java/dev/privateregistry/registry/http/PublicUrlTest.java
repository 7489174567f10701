package dev.privateregistry.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, http://registry.test:5000",
        "-, https, -, https://registry.test:5000",
        "-, https, r.example, https://r.example",
        "-, 'https, http', 'r.example:8443, inner', https://r.example:8443",
        "-, gopher, r.example, http://r.example",
        "-, https, 'r.example/evil', https://registry.test:5000",
        "-, https, 'a\"b', https://registry.test:5000",
        "-, -, '[2001:db8::1]:5000', http://[2001:db8::1]:5000",
        "'for=1.2.3.4;host=r.example;proto=https', http, other, https://r.example",
        "'proto=https;host=\"r.example:1\", host=x', -, -, https://r.example:1",
        "'PROTO=HTTPS', -, -, https://registry.test:5000",
      })
  void shouldBelieveForwardingFields(String forwarded, String proto, String host, String url) {
    FakeRequest request = FakeRequest.of("GET", "/v2/");
    if (forwarded != null) {
      request.with("Forwarded", forwarded);
    }
    if (proto != null) {
      request.with("X-Forwarded-Proto", proto);
    }
    if (host != null) {
      request.with("X-Forwarded-Host", host);
    }
    assertEquals(url, PublicUrl.DEFAULT.prefix(request));
  }

  @Test
  void shouldNotBelieveForwardingFieldsWhenToldSo() {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/")
            .from("https", "inner:5000")
            .with("X-Forwarded-Proto", "http")
            .with("X-Forwarded-Host", "evil.example");
    assertEquals(
        "https://inner:5000",
        new PublicUrl(null, "", false, TrustedProxies.NOBODY).prefix(request));
  }

  @Test
  void shouldPreferTheConfiguredHost() {
    FakeRequest request = FakeRequest.of("GET", "/v2/").with("X-Forwarded-Host", "other");
    PublicUrl url = new PublicUrl("https://r.example/", "", false, TrustedProxies.EVERYBODY);
    assertEquals("https://r.example", url.prefix(request));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PublicUrl("r.example", "", false, TrustedProxies.EVERYBODY));
  }

  @Test
  void shouldLeaveTheHostOutWhenRelativeOrUnknown() {
    FakeRequest request = FakeRequest.of("GET", "/v2/");
    PublicUrl relative = new PublicUrl("https://r.example", "", true, TrustedProxies.EVERYBODY);
    assertEquals("", relative.prefix(request));
    assertEquals("https://r.example", relative.absolute(request));
    assertEquals("", PublicUrl.DEFAULT.prefix(request.from("http", "")));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, '', false, http://inner:5000",
        "-, /a, false, http://inner:5000/a",
        "-, /a, true, /a",
        "https://r.example, /a, false, https://r.example/a",
        "https://r.example/b/, /a, false, https://r.example/b",
        "https://r.example/b, '', true, /b"
      })
  void shouldPutThePathOfTheRegistryBeforeTheApi(
      @Nullable String host, String path, boolean relative, String prefix) {
    FakeRequest request = FakeRequest.of("GET", "/v2/").from("http", "inner:5000");

    assertEquals(
        prefix, new PublicUrl(host, path, relative, TrustedProxies.NOBODY).prefix(request));
  }
}
