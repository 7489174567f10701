package dev.privateregistry.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: rows in the order met, every round of every contestant. */
final class Figures {
  private final Map<String, Map<Contestant, List<Double>>> rows = new LinkedHashMap<>();

  void add(String row, Contestant contestant, double figure) {
    rows.computeIfAbsent(row, name -> new EnumMap<>(Contestant.class))
        .computeIfAbsent(contestant, name -> new ArrayList<>())
        .add(figure);
    System.err.printf(Locale.ROOT, "%-44s %-24s %12.1f%n", row, contestant.title(), figure);
  }

  /** A Markdown table of medians; the last column is ours divided by the peer. */
  String table() {
    StringBuilder table = new StringBuilder("| work | ours | docker-registry 2.8.2 | ratio |\n");
    table.append("|---|---:|---:|---:|\n");
    rows.forEach(
        (row, figures) -> {
          double ours = median(figures.getOrDefault(Contestant.OURS, List.of()));
          double peer = median(figures.getOrDefault(Contestant.DOCKER_REGISTRY, List.of()));
          table.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %s | %s | %.2f |%n",
                  row,
                  text(ours),
                  text(peer),
                  ours / peer));
        });
    return table.toString();
  }

  private static String text(double figure) {
    return String.format(Locale.ROOT, figure < 100 ? "%.1f" : "%,.0f", figure);
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
