package dev.privateregistry.registry.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of content by its hash, for example {@code sha256:44136f…} (OCI image spec, Digests).
 */
public record Digest(Algorithm algorithm, String hex) implements Reference {
  /** The hashes the registry computes. SHA-256 names the file that holds the content. */
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String label;
    private final String jdkName;
    private final int hexLength;

    Algorithm(String label, String jdkName, int hexLength) {
      this.label = label;
      this.jdkName = jdkName;
      this.hexLength = hexLength;
    }

    /** The name in front of the colon. */
    public String label() {
      return label;
    }

    public MessageDigest newHash() {
      try {
        return MessageDigest.getInstance(jdkName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has " + jdkName, e);
      }
    }
  }

  public Digest {
    if (hex.length() != algorithm.hexLength || !isLowerHex(hex)) {
      throw new IllegalArgumentException("not a " + algorithm.label + " value: " + hex);
    }
  }

  /** The digest in this text, or null when it is malformed or of an unknown algorithm. */
  public static @Nullable Digest tryParse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return null;
    }
    for (Algorithm algorithm : Algorithm.values()) {
      if (colon == algorithm.label.length() && text.startsWith(algorithm.label)) {
        String hex = text.substring(colon + 1);
        boolean valid = hex.length() == algorithm.hexLength && isLowerHex(hex);
        return valid ? new Digest(algorithm, hex) : null;
      }
    }
    return null;
  }

  /**
   * The digest in this text.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Digest parse(String text) {
    Digest digest = tryParse(text);
    if (digest == null) {
      throw new IllegalArgumentException("not a sha256 or sha512 digest: " + text);
    }
    return digest;
  }

  public static Digest of(Algorithm algorithm, byte[] content) {
    return new Digest(algorithm, HexFormat.of().formatHex(algorithm.newHash().digest(content)));
  }

  public static Digest sha256(byte[] content) {
    return of(Algorithm.SHA256, content);
  }

  /** Ends the hash: the digest of everything it was fed. */
  public static Digest finish(Algorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return algorithm.label + ":" + hex;
  }
}
