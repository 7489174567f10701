package dev.privateregistry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tables of docs/oci.md name tests that exist, for each item of the specification. */
class SpecificationTableTest {
  private static final Path PAGE = Path.of("..", "docs", "oci.md");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final int ITEMS = 33;

  private static final Pattern ITEM = Pattern.compile("(?m)^\\| (\\d+) \\|[^|]+\\|([^|]+)\\|$");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`");

  @Test
  void shouldNameTestsForEveryItem() throws IOException {
    List<Integer> items = new ArrayList<>();
    Matcher item = ITEM.matcher(Files.readString(PAGE));
    while (item.find()) {
      items.add(Integer.valueOf(item.group(1)));
      assertFalse(named(item.group(2)).isEmpty(), "no test is named for item " + item.group(1));
    }
    assertEquals(IntStream.rangeClosed(1, ITEMS).boxed().toList(), items);
  }

  @Test
  void shouldNameTestsThatExist() throws IOException {
    Map<String, Path> classes = classes();
    List<String> missing = new ArrayList<>();
    for (MatchResult named : named(Files.readString(PAGE))) {
      Path file = classes.get(named.group(1));
      if (file == null || !has(file, named.group(2))) {
        missing.add(named.group());
      }
    }
    assertEquals(List.of(), missing);
  }

  private static List<MatchResult> named(String text) {
    return NAMED.matcher(text).results().toList();
  }

  private static Map<String, Path> classes() throws IOException {
    try (Stream<Path> registry = Files.walk(TESTS);
        Stream<Path> endToEnd = Files.walk(Path.of("..", "e2e").resolve(TESTS))) {
      return Stream.concat(registry, endToEnd)
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  Function.identity(),
                  (one, other) -> one));
    }
  }

  private static boolean has(Path file, @Nullable String method) throws IOException {
    return method == null || Files.readString(file).contains("\n  void " + method + "(");
  }
}
