package dev.privateregistry.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * A quantity of bytes in the one form that an API server keeps: the largest suffix of its family
 * that leaves an integer ({@code 1024Mi} is {@code 1Gi}, {@code 5000M} is {@code 5G}). Any other
 * form would differ from what is stored, and be written again and again.
 */
final class CanonicalQuantity {
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL = List.of("", "k", "M", "G", "T", "P", "E");

  private CanonicalQuantity() {}

  static Quantity of(Quantity quantity) {
    BigDecimal bytes = quantity.getNumericalAmount();
    BigInteger whole = bytes.setScale(0, RoundingMode.CEILING).toBigInteger();
    boolean binary = quantity.getFormat() != null && quantity.getFormat().endsWith("i");
    BigInteger step = BigInteger.valueOf(binary ? 1024 : 1000);
    List<String> suffixes = binary ? BINARY : DECIMAL;
    int power = 0;
    while (power < suffixes.size() - 1 && whole.signum() > 0 && whole.mod(step).signum() == 0) {
      whole = whole.divide(step);
      power++;
    }
    return new Quantity(whole.toString(), suffixes.get(power));
  }
}
