package dev.privateregistry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page that keeps the figures; the table stands between two marks. */
final class PerformancePage {
  private static final Path PAGE = Path.of("docs/performance.md");
  private static final String BEGIN = "<!-- bench/run --write: begin -->\n";
  private static final String END = "<!-- bench/run --write: end -->\n";

  private PerformancePage() {}

  static void write(String table) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(PAGE + " has lost the marks around its table");
    }
    Files.writeString(
        PAGE, page.substring(0, begin + BEGIN.length()) + table + page.substring(end));
  }
}
