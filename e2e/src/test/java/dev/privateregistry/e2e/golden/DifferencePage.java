package dev.privateregistry.e2e.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code docs/differences.md}. */
final class DifferencePage {
  private static final int SHOWN = 110;
  private static final int TITLES = 3;

  /** What a row of the table says, without the requests that show it. */
  private record Row(String aspect, String ours, String two, String three) {}

  private DifferencePage() {}

  /**
   * @param requests how many requests were compared
   * @param explained the differences by their reason, in the order of the reasons
   */
  static String of(int requests, Map<Reason, List<Difference>> explained) {
    List<Difference> all = explained.values().stream().flatMap(List::stream).toList();
    long differing = count(all.stream());
    long differingFromThree = count(all.stream().filter(Difference::fromThree));
    StringBuilder page =
        new StringBuilder(
            INTRODUCTION.formatted(requests, requests - differingFromThree, requests - differing));
    explained.forEach(
        (reason, differences) ->
            rows(differences).forEach((row, titles) -> page.append(line(row, titles, reason))));
    return page.toString();
  }

  private static long count(Stream<Difference> differences) {
    return differences.map(Difference::request).distinct().count();
  }

  private static Map<Row, List<String>> rows(List<Difference> differences) {
    Map<Row, List<String>> rows = new LinkedHashMap<>();
    differences.stream()
        .sorted(Comparator.comparing(Difference::aspect, Comparator.reverseOrder()))
        .forEach(
            one ->
                rows.computeIfAbsent(
                        new Row(one.aspect(), one.ours(), one.two(), one.three()),
                        row -> new ArrayList<>())
                    .add(one.request()));
    return rows;
  }

  private static String line(Row row, List<String> titles, Reason reason) {
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            requests(titles),
            row.aspect(),
            cell(row.ours()),
            cell(row.two()),
            cell(row.three()),
            reason.text());
  }

  private static String requests(List<String> titles) {
    List<String> first = titles.stream().limit(TITLES).map(DifferencePage::cell).toList();
    String more = titles.size() > TITLES ? " and %d more".formatted(titles.size() - TITLES) : "";
    return String.join(", ", first) + more;
  }

  private static String cell(String text) {
    if (text.equals(Difference.ABSENT) || text.equals(Difference.OTHER_STATUS)) {
      return text;
    }
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return text.isEmpty() ? "empty" : "`" + shown.replace("|", "\\|").replace("`", "'") + "`";
  }

  private static final String INTRODUCTION =
      """
      # Differences from `registry:2` and `registry:3`

      <!-- Made by GoldenParityTest; do not edit. -->

      The same %d requests go to this server, to Debian's `docker-registry` 2.8.2 and to
      distribution 3.1.1, each with the same configuration. Status, headers and bodies are compared
      after ids, dates, ports and signatures are taken out, and so is the framing of bodies.
      %d requests have the same answer from this server and `registry:3`, %d from all three. Every
      other one has a row below; a difference that has none fails the test. Where `registry:3` and
      this server agree, the row tells those who come from `registry:2` what changes.

      | request | what | registry-server | `registry:2` | `registry:3` | why |
      |---|---|---|---|---|---|
      """;
}
