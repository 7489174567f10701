package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The private key of an issued certificate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.size) || (has(self.algorithm) && self.algorithm == 'RSA' ? self.size in [2048,"
            + " 3072, 4096] : self.size in [256, 384, 521])",
    message = "size must be 256, 384 or 521 for ECDSA, and 2048, 3072 or 4096 for RSA",
    fieldPath = ".size")
public record PrivateKeySpec(
    @JsonPropertyDescription(
            "ECDSA, or RSA for clients that know nothing newer. A change replaces the certificate"
                + " at once.")
        @Default("ECDSA")
        Algorithm algorithm,
    @JsonPropertyDescription(
            "Bits: 256, 384 or 521 for ECDSA, 2048, 3072 or 4096 for RSA. Default: 256, or 2048.")
        @Nullable Integer size,
    @JsonPropertyDescription(
            "Whether every renewal makes a new key (Always), or the key stays (Never), for clients"
                + " that pin it.")
        @Default("Always")
        Rotation rotation) {

  /** A new key on P-256 at every renewal. */
  public static final PrivateKeySpec DEFAULT =
      new PrivateKeySpec(Algorithm.ECDSA, null, Rotation.Always);

  public PrivateKeySpec {
    algorithm = algorithm == null ? Algorithm.ECDSA : algorithm;
    rotation = rotation == null ? Rotation.Always : rotation;
  }

  /** How many bits a key has. */
  public int bits() {
    return size != null ? size : algorithm.sizes[0];
  }

  /** Whether there are keys of this algorithm and size. */
  public boolean hasPossibleSize() {
    for (int possible : algorithm.sizes) {
      if (possible == bits()) {
        return true;
      }
    }
    return false;
  }

  /** The names are those of cert-manager. */
  public enum Algorithm {
    ECDSA(256, 384, 521),
    RSA(2048, 3072, 4096);

    private final int[] sizes;

    Algorithm(int... sizes) {
      this.sizes = sizes;
    }
  }

  /** Whether a renewal changes the key. */
  public enum Rotation {
    Always,
    Never
  }
}
