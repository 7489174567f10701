package dev.privateregistry.registry.auth.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.util.encoders.Base32;

/**
 * The ids by which token servers name a key that has no id of its own: its thumbprint (RFC 7638),
 * as distribution 3 computes it, and the fingerprint of libtrust, as distribution 2 did.
 */
final class KeyIds {
  private static final int LIBTRUST_BYTES = 30;
  private static final int LIBTRUST_GROUP = 4;

  private KeyIds() {}

  static Set<String> of(PublicKey key) {
    Set<String> ids = new LinkedHashSet<>();
    ids.add(libtrust(key));
    switch (key) {
      case RSAPublicKey rsa ->
          ids.add(
              thumbprint(
                  "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
                      .formatted(
                          base64(minimal(rsa.getPublicExponent())),
                          base64(minimal(rsa.getModulus())))));
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        ids.add(ofPoint(ec, bits, (bits + 7) / 8));
        ids.add(ofPoint(ec, bits, 0));
      }
      case EdECPublicKey ed -> {
        byte[] encoded = ed.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        ids.add(
            thumbprint(
                "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}".formatted(base64(point))));
      }
      default -> {}
    }
    return ids;
  }

  /** RFC 7518 has coordinates of full length; distribution leaves leading zeros out. */
  private static String ofPoint(ECPublicKey key, int bits, int least) {
    return thumbprint(
        "{\"crv\":\"P-%d\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
            .formatted(
                bits,
                base64(padded(key.getW().getAffineX(), least)),
                base64(padded(key.getW().getAffineY(), least))));
  }

  private static String libtrust(PublicKey key) {
    byte[] hash = Arrays.copyOf(sha256(key.getEncoded()), LIBTRUST_BYTES);
    String text = Base32.toBase32String(hash);
    StringBuilder grouped = new StringBuilder();
    for (int i = 0; i < text.length(); i += LIBTRUST_GROUP) {
      grouped.append(i == 0 ? "" : ":").append(text, i, i + LIBTRUST_GROUP);
    }
    return grouped.toString();
  }

  private static String thumbprint(String json) {
    return base64(sha256(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] minimal(BigInteger number) {
    return padded(number, 0);
  }

  private static byte[] padded(BigInteger number, int least) {
    byte[] bytes = number.toByteArray();
    byte[] positive = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    byte[] result = new byte[Math.max(least, positive.length)];
    System.arraycopy(positive, 0, result, result.length - positive.length, positive.length);
    return result;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
