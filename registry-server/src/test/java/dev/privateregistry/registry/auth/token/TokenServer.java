package dev.privateregistry.registry.auth.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What a token server does: makes keys, publishes them and signs tokens. */
public final class TokenServer {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private TokenServer() {}

  /** A key pair of {@code RSA}, {@code Ed25519} or a curve such as {@code P-256}. */
  public static KeyPair keys(String kind) {
    try {
      if (kind.startsWith("P-")) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp" + kind.substring(2) + "r1"));
        return generator.generateKeyPair();
      }
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(kind.startsWith("RSA") ? "RSA" : kind);
      if (kind.startsWith("RSA")) {
        generator.initialize(Integer.parseInt(kind.substring(3)));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public key as a JSON Web Key, without id. */
  public static ObjectNode jwk(PublicKey key) {
    ObjectNode jwk = JSON.createObjectNode();
    switch (key) {
      case RSAPublicKey rsa -> {
        jwk.put("kty", "RSA");
        jwk.put("n", number(rsa.getModulus(), 0));
        jwk.put("e", number(rsa.getPublicExponent(), 0));
      }
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        jwk.put("kty", "EC");
        jwk.put("crv", "P-" + bits);
        jwk.put("x", number(ec.getW().getAffineX(), (bits + 7) / 8));
        jwk.put("y", number(ec.getW().getAffineY(), (bits + 7) / 8));
      }
      default -> {
        byte[] encoded = key.getEncoded();
        jwk.put("kty", "OKP");
        jwk.put("crv", "Ed25519");
        jwk.put(
            "x",
            BASE64.encodeToString(
                Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
      }
    }
    return jwk;
  }

  private static String number(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] positive = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    byte[] padded = new byte[Math.max(length, positive.length)];
    System.arraycopy(positive, 0, padded, padded.length - positive.length, positive.length);
    return BASE64.encodeToString(padded);
  }

  /** A JWKS file. */
  public static byte[] jwks(ObjectNode... keys) {
    ObjectNode file = JSON.createObjectNode();
    ArrayNode list = file.putArray("keys");
    list.addAll(Arrays.asList(keys));
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A token in compact form. */
  public static String sign(ObjectNode header, ObjectNode claims, PrivateKey key) {
    return sign(header, claims.toString(), key);
  }

  static String sign(ObjectNode header, String claims, PrivateKey key) {
    String content = part(header.toString()) + "." + part(claims);
    try {
      Signature signature = signature(header.path("alg").asText());
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    String hash = "SHA" + algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> Signature.getInstance(hash + "withRSA");
      case "ES" -> Signature.getInstance(hash + "withECDSAinP1363Format");
      case "PS" -> {
        int bits = Integer.parseInt(algorithm.substring(2));
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(
            new PSSParameterSpec(
                "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
        yield pss;
      }
      default -> Signature.getInstance("Ed25519");
    };
  }

  /** A token signed with a secret. */
  static String signWithSecret(ObjectNode header, ObjectNode claims, byte[] secret) {
    String content = part(header.toString()) + "." + part(claims.toString());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Who signs a certificate. */
  record Issuer(String name, PrivateKey key) {}

  /** A certificate for a key, valid for a day; without issuer it is signed by the key itself. */
  static X509Certificate certificate(
      String name, KeyPair keys, Optional<Issuer> issuer, boolean authority, Instant start) {
    try {
      X500Name subject = new X500Name("CN=" + name);
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer.map(by -> new X500Name("CN=" + by.name())).orElse(subject),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(start),
              Date.from(start.plus(Duration.ofDays(1))),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      PrivateKey signer = issuer.map(Issuer::key).orElse(keys.getPrivate());
      String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      byte[] encoded =
          builder.build(new JcaContentSignerBuilder(algorithm).build(signer)).getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(X509Certificate certificate) {
    try {
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
