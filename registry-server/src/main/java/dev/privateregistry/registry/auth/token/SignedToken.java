package dev.privateregistry.registry.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A JSON Web Token in compact form (RFC 7515, section 7.1), well-formed but not verified.
 *
 * @param content what is signed
 */
@SuppressWarnings("ArrayRecordComponent")
record SignedToken(ObjectNode header, ObjectNode claims, byte[] content, byte[] signature) {
  private static final int LONGEST = 16 << 10;
  private static final int LONGEST_CHAIN = 8;

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException when it is not well-formed
   */
  static SignedToken parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || text.indexOf('=') >= 0) {
      throw new IllegalArgumentException("it does not have three parts");
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    ObjectNode header = StrictJson.object(base64.decode(parts[0]));
    if (header.has("crit")) {
      throw new IllegalArgumentException("it has a critical extension");
    }
    String content = text.substring(0, text.lastIndexOf('.'));
    return new SignedToken(
        header,
        StrictJson.object(base64.decode(parts[1])),
        content.getBytes(StandardCharsets.US_ASCII),
        base64.decode(parts[2]));
  }

  String algorithm() {
    return header.path("alg").asText();
  }

  String keyId() {
    return header.path("kid").isTextual() ? header.path("kid").textValue() : "";
  }

  /**
   * The certificates of the header field {@code x5c}; empty when it has none.
   *
   * @throws IllegalArgumentException when they are malformed
   */
  List<X509Certificate> chain() {
    JsonNode field = header.path("x5c");
    if (field.isMissingNode()) {
      return List.of();
    }
    if (!field.isArray() || field.isEmpty() || field.size() > LONGEST_CHAIN) {
      throw new IllegalArgumentException("its x5c is not a list of certificates");
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (JsonNode item : field) {
        byte[] der = Base64.getDecoder().decode(item.asText());
        if (factory.generateCertificate(new ByteArrayInputStream(der))
            instanceof X509Certificate certificate) {
          chain.add(certificate);
        }
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException("its x5c holds no certificates", e);
    }
    return chain;
  }
}
