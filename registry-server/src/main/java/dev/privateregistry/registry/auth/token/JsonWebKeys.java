package dev.privateregistry.registry.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys of a JWKS file (RFC 7517), by id.
 *
 * @param byId a key without {@code kid} is found by its thumbprints
 */
public record JsonWebKeys(Map<String, TrustedKey> byId) {
  public static final JsonWebKeys NONE = new JsonWebKeys(Map.of());

  /** What precedes the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final Map<String, String> CURVES =
      Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

  public JsonWebKeys {
    byId = Map.copyOf(byId);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when a key cannot be used; keys for encryption are left out
   */
  public static JsonWebKeys parse(byte[] content) {
    JsonNode keys = StrictJson.object(content).path("keys");
    if (!keys.isArray()) {
      throw new IllegalArgumentException("it has no list keys; put a JSON Web Key Set there");
    }
    Map<String, TrustedKey> byId = new LinkedHashMap<>();
    int number = 0;
    for (JsonNode key : keys) {
      number++;
      try {
        add(byId, key);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("key " + number + ": " + e.getMessage(), e);
      }
    }
    if (byId.isEmpty()) {
      throw new IllegalArgumentException("it holds no key to verify signatures with");
    }
    return new JsonWebKeys(byId);
  }

  /** How many keys there are. */
  public int count() {
    return Set.copyOf(byId.values()).size();
  }

  private static void add(Map<String, TrustedKey> byId, JsonNode node) {
    if (node.path("use").asText("sig").equals("enc")) {
      return;
    }
    SignatureAlgorithm only = null;
    if (node.has("alg")) {
      only = SignatureAlgorithm.named(node.path("alg").asText());
      if (only == null) {
        throw new IllegalArgumentException("alg " + node.path("alg") + " is not supported");
      }
    }
    PublicKey key = publicKey(node);
    if (only != null && !only.fits(key)) {
      throw new IllegalArgumentException("alg " + only + " does not fit the key");
    }
    Set<String> ids =
        node.path("kid").isTextual() ? Set.of(node.path("kid").textValue()) : KeyIds.of(key);
    for (String id : ids) {
      if (byId.put(id, new TrustedKey(key, only)) != null) {
        throw new IllegalArgumentException("kid " + id + " is given twice; keep one");
      }
    }
  }

  private static PublicKey publicKey(JsonNode node) {
    String type = node.path("kty").asText();
    try {
      return switch (type) {
        case "RSA" ->
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(node, "n"), number(node, "e")));
        case "EC" -> point(node);
        case "OKP" -> edwards(node);
        case "oct" ->
            throw new IllegalArgumentException(
                "it is a secret, with which every reader could sign tokens; use a key pair");
        default -> throw new IllegalArgumentException("kty " + node.path("kty") + " is not known");
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is not a valid " + type + " key", e);
    }
  }

  private static PublicKey point(JsonNode node) throws GeneralSecurityException {
    String curve = CURVES.get(node.path("crv").asText());
    if (curve == null) {
      throw new IllegalArgumentException(
          "crv " + node.path("crv") + " is not one of P-256, P-384, P-521");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    ECParameterSpec specification = parameters.getParameterSpec(ECParameterSpec.class);
    ECPoint point = new ECPoint(number(node, "x"), number(node, "y"));
    int bits = specification.getCurve().getField().getFieldSize();
    if (point.getAffineX().bitLength() > bits || point.getAffineY().bitLength() > bits) {
      throw new IllegalArgumentException("its x or y is too long for crv " + node.path("crv"));
    }
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, specification));
  }

  private static PublicKey edwards(JsonNode node) throws GeneralSecurityException {
    byte[] point = bytes(node, "x");
    if (!node.path("crv").asText().equals("Ed25519") || point.length != 32) {
      throw new IllegalArgumentException("of OKP keys only Ed25519 is supported");
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static BigInteger number(JsonNode node, String name) {
    return new BigInteger(1, bytes(node, name));
  }

  private static byte[] bytes(JsonNode node, String name) {
    if (!node.path(name).isTextual()) {
      throw new IllegalArgumentException("its " + name + " is missing");
    }
    return Base64.getUrlDecoder().decode(node.path(name).textValue());
  }
}
