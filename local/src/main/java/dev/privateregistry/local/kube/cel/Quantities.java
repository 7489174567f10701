package dev.privateregistry.local.kube.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities as numbers: {@code 500m}, {@code 1.5Gi}, {@code 1e3}. */
final class Quantities {
  static final CelType TYPE = OpaqueType.create("kubernetes.Quantity");
  private static final Pattern FORM =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([eE][+-]?\\d{1,3}|[KMGTPE]i|[numkMGTPE])?");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("k", BigDecimal.ONE.movePointRight(3)),
          Map.entry("M", BigDecimal.ONE.movePointRight(6)),
          Map.entry("G", BigDecimal.ONE.movePointRight(9)),
          Map.entry("T", BigDecimal.ONE.movePointRight(12)),
          Map.entry("P", BigDecimal.ONE.movePointRight(15)),
          Map.entry("E", BigDecimal.ONE.movePointRight(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantities() {}

  static boolean valid(String text) {
    return FORM.matcher(text).matches();
  }

  static BigDecimal parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("quantities must match the regular expression: " + text);
    }
    String suffix = matcher.group(2);
    if (suffix == null) {
      return new BigDecimal(matcher.group(1));
    }
    BigDecimal unit = UNITS.get(suffix);
    return unit == null
        ? new BigDecimal(matcher.group(1) + suffix)
        : new BigDecimal(matcher.group(1)).multiply(unit);
  }

  static boolean whole(BigDecimal quantity) {
    return quantity.stripTrailingZeros().scale() <= 0;
  }
}
