package dev.privateregistry.e2e.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docs/differences.md}. */
final class DifferencePage {
  private static final int SHOWN = 110;
  private static final int TITLES = 3;

  /** What a row of a table says, without the requests that show it. */
  private record Row(String aspect, String ours, String theirs) {}

  private DifferencePage() {}

  /**
   * @param requests how many requests were compared
   * @param explained the differences by their reason, in the order of the reasons
   * @param switched what {@code compatibility} changes
   */
  static String of(
      int requests, Map<Reason, List<Difference>> explained, List<Difference> switched) {
    StringBuilder page =
        new StringBuilder(
            INTRODUCTION.formatted(
                requests,
                requests - differing(explained, Comparison.REGISTRY_3),
                requests - differing(explained, Comparison.REGISTRY_2)));
    page.append(LIKE_3);
    table(page, explained, Comparison.REGISTRY_3);
    page.append(LIKE_2);
    table(page, explained, Comparison.REGISTRY_2);
    page.append(SWITCHED);
    rows(switched.stream().map(DifferencePage::inShort).toList())
        .forEach((row, titles) -> page.append(line(row, titles)).append('\n'));
    return page.toString();
  }

  private static long differing(Map<Reason, List<Difference>> explained, Comparison comparison) {
    return explained.values().stream()
        .flatMap(List::stream)
        .filter(one -> one.comparison() == comparison)
        .map(Difference::request)
        .distinct()
        .count();
  }

  private static void table(
      StringBuilder page, Map<Reason, List<Difference>> explained, Comparison comparison) {
    explained.forEach(
        (reason, all) -> {
          List<Difference> differences =
              all.stream().filter(one -> one.comparison() == comparison).toList();
          rows(differences)
              .forEach(
                  (row, titles) ->
                      page.append(line(row, titles)).append(' ' + reason.text() + " |\n"));
        });
  }

  private static Map<Row, List<String>> rows(List<Difference> differences) {
    Map<Row, List<String>> rows = new LinkedHashMap<>();
    differences.stream()
        .sorted(Comparator.comparing(Difference::aspect, Comparator.reverseOrder()))
        .forEach(
            one ->
                rows.computeIfAbsent(
                        new Row(one.aspect(), one.ours(), one.theirs()), row -> new ArrayList<>())
                    .add(one.request()));
    return rows;
  }

  /** Of details that differ in their form only, and of lengths, one row is enough. */
  private static Difference inShort(Difference one) {
    if (one.aspect().equals("detail") && one.ours().startsWith("{\"Reason\":")) {
      return new Difference(one.comparison(), one.request(), "detail", "{\"Reason\":\"…\"}", "…");
    }
    return one.aspect().equals("header content-length")
        ? new Difference(one.comparison(), one.request(), one.aspect(), "that of its detail", "…")
        : one;
  }

  private static String line(Row row, List<String> titles) {
    return "| %s | %s | %s | %s |"
        .formatted(requests(titles), row.aspect(), cell(row.ours()), cell(row.theirs()));
  }

  private static String requests(List<String> titles) {
    List<String> first = titles.stream().limit(TITLES).map(DifferencePage::cell).toList();
    String more = titles.size() > TITLES ? " and %d more".formatted(titles.size() - TITLES) : "";
    return String.join(", ", first) + more;
  }

  private static String cell(String text) {
    if (text.equals(Difference.ABSENT)) {
      return text;
    }
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return text.isEmpty() ? "empty" : "`" + shown.replace("|", "\\|").replace("`", "'") + "`";
  }

  private static final String INTRODUCTION =
      """
      # Differences from `registry:2` and `registry:3`

      <!-- Made by GoldenParityTest; do not edit. -->

      The same %d requests go to this server and to distribution 3.1.1; and, with `compatibility:
      registry2`, to this server and to Debian's `docker-registry` 2.8.2, all with the same
      configuration otherwise. Status, headers and bodies are compared after ids, dates, ports and
      signatures are taken out, and so is the framing of bodies. %d requests have the same answer
      from this server and `registry:3`, %d from this server and `registry:2`. Every other one has a
      row below; a difference that has none fails the test.
      """;

  private static final String LIKE_3 =
      """

      ## Beside `registry:3`

      | request | what | registry-server | `registry:3` | why |
      |---|---|---|---|---|
      """;

  private static final String LIKE_2 =
      """

      ## Beside `registry:2`, with `compatibility: registry2`

      The key makes this server answer as `registry:2` wherever the OCI specification lets it.

      | request | what | registry-server | `registry:2` | why |
      |---|---|---|---|---|
      """;

  private static final String SWITCHED =
      """

      ## What `compatibility: registry2` changes

      | request | what | with it | without |
      |---|---|---|---|
      """;
}
