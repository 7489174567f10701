package dev.privateregistry.e2e.golden;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs tokens with a key whose certificate all three registries trust. */
final class TokenServer {
  static final String REALM = "https://tokens.example.com/token";
  static final String SERVICE = "registry.example.com";
  static final String ISSUER = "tokens.example.com";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final KeyPair KEYS = keys();
  private static final X509CertificateHolder CERTIFICATE = certificate();

  private TokenServer() {}

  /** The certificate, PEM. */
  static String bundle() {
    try {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
        writer.writeObject(CERTIFICATE);
      }
      return text.toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token for {@code alice} that is good for an hour and allows this. */
  static String token(String type, String name, String... actions) {
    return sign(claims(Instant.now(), SERVICE, access(type, name, actions)));
  }

  /** The claims of a token for {@code alice}. */
  static String claims(Instant now, String service, String access) {
    return "{\"iss\":\"%s\",\"sub\":\"alice\",\"aud\":\"%s\",\"nbf\":%d,\"exp\":%d,\"access\":[%s]}"
        .formatted(ISSUER, service, now.getEpochSecond(), now.getEpochSecond() + 3600, access);
  }

  static String access(String type, String name, String... actions) {
    return "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[\"%s\"]}"
        .formatted(type, name, String.join("\",\"", actions));
  }

  static String sign(String claims) {
    return sign("ES256", claims);
  }

  /** A token whose header names this algorithm; it is signed by ES256 all the same. */
  static String sign(String algorithm, String claims) {
    try {
      String header =
          "{\"typ\":\"JWT\",\"alg\":\"%s\",\"x5c\":[\"%s\"]}"
              .formatted(algorithm, Base64.getEncoder().encodeToString(CERTIFICATE.getEncoded()));
      String content = part(header) + "." + part(claims);
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(KEYS.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return "Bearer " + content + "." + BASE64.encodeToString(signature.sign());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509CertificateHolder certificate() {
    try {
      X500Name name = new X500Name("CN=tokens");
      Instant now = Instant.now();
      return new JcaX509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(Duration.ofDays(1))),
              name,
              KEYS.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
