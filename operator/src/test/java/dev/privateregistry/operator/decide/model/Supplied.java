package dev.privateregistry.operator.decide.model;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Secret that the user keeps, and may replace by another one or by a broken one. */
enum Supplied {
  /** A CA. */
  COMPANY {
    @Override
    Map<String, String> content(int version) {
      int number = 1_000_000 + version;
      return Map.of("tls.crt", line(number, number, "ca"), "tls.key", "key" + number);
    }
  },
  /** A certificate, and what clients must trust for it. */
  OWN {
    @Override
    Map<String, String> content(int version) {
      int number = 2_000_000 + version;
      int issuer = 3_000_000 + version;
      return Map.of(
          "tls.crt",
          line(number, issuer, NAMES),
          "tls.key",
          "key" + number,
          "ca.crt",
          line(issuer, issuer, "ca"));
    }
  },
  /** A certificate that clients trust by other means. */
  PUBLIC {
    @Override
    Map<String, String> content(int version) {
      int number = 4_000_000 + version;
      return Map.of("tls.crt", line(number, ELSEWHERE, NAMES), "tls.key", "key" + number);
    }
  };

  /** The issuer that every client trusts whatever is published. */
  static final int ELSEWHERE = 0;

  private static final String NAMES = "r.n.svc";

  /** What it holds after it was replaced so many times. */
  abstract Map<String, String> content(int version);

  String secretName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  String slot() {
    return "Secret/" + secretName();
  }

  Secret good(int version) {
    return secret(content(version));
  }

  /** Half of it is missing. */
  Secret broken(int version) {
    Map<String, String> content = new LinkedHashMap<>(content(version));
    content.remove("tls.key");
    return secret(content);
  }

  /** Whether it can be used. */
  static boolean isGood(Stored secret) {
    return !secret.text("tls.key").isEmpty();
  }

  private Secret secret(Map<String, String> content) {
    Map<String, String> data = new LinkedHashMap<>();
    content.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secretName())
        .withNamespace("n")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static String line(int number, int issuer, String names) {
    return number + " " + issuer + " 0 4000000000 " + names + "\n";
  }
}
