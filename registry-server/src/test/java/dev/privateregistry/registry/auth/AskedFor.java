package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Requests as far as access control looks at them. */
final class AskedFor {
  private AskedFor() {}

  static FakeRequest anonymously() {
    return method("GET");
  }

  static FakeRequest with(String authorization) {
    return anonymously().with("Authorization", authorization);
  }

  static FakeRequest as(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return with("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  static FakeRequest method(String method) {
    return FakeRequest.of(method, "/v2/").from("https", "registry.example.com");
  }
}
