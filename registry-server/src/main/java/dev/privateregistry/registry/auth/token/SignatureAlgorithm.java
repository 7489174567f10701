package dev.privateregistry.registry.auth.token;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * How a token may be signed (RFC 7518, section 3; RFC 8037). Only with key pairs: a shared secret
 * could be made of a public key, which everybody has, and there is no place to configure one.
 */
public enum SignatureAlgorithm {
  EdDSA("Ed25519"),
  RS256("SHA256withRSA"),
  RS384("SHA384withRSA"),
  RS512("SHA512withRSA"),
  ES256("SHA256withECDSAinP1363Format"),
  ES384("SHA384withECDSAinP1363Format"),
  ES512("SHA512withECDSAinP1363Format"),
  PS256("SHA-256"),
  PS384("SHA-384"),
  PS512("SHA-512");

  private final String ofTheJdk;

  SignatureAlgorithm(String ofTheJdk) {
    this.ofTheJdk = ofTheJdk;
  }

  /** The algorithm that a token's header names, or null. */
  static @Nullable SignatureAlgorithm named(String name) {
    for (SignatureAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    return null;
  }

  /** Whether a key is of the kind, and for ECDSA of the curve, that belongs to this algorithm. */
  boolean fits(PublicKey key) {
    return switch (this) {
      case EdDSA -> key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
      case RS256, RS384, RS512, PS256, PS384, PS512 -> key instanceof RSAPublicKey;
      case ES256 -> isOnCurve(key, 256);
      case ES384 -> isOnCurve(key, 384);
      case ES512 -> isOnCurve(key, 521);
    };
  }

  private static boolean isOnCurve(PublicKey key, int bits) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == bits;
  }

  /** Whether the signature is that of this content by the owner of the key. */
  boolean verifies(PublicKey key, byte[] content, byte[] signature) {
    try {
      Signature check = start();
      check.initVerify(key);
      check.update(content);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Signature start() throws GeneralSecurityException {
    PSSParameterSpec padding =
        switch (this) {
          case PS256 -> padding(MGF1ParameterSpec.SHA256, 32);
          case PS384 -> padding(MGF1ParameterSpec.SHA384, 48);
          case PS512 -> padding(MGF1ParameterSpec.SHA512, 64);
          case EdDSA, RS256, RS384, RS512, ES256, ES384, ES512 -> null;
        };
    if (padding == null) {
      return Signature.getInstance(ofTheJdk);
    }
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(padding);
    return signature;
  }

  private PSSParameterSpec padding(MGF1ParameterSpec mask, int salt) {
    return new PSSParameterSpec(ofTheJdk, "MGF1", mask, salt, 1);
  }
}
