package dev.privateregistry.registry.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what a misspelt name was meant to be. */
final class KnownNames {
  private static final Set<String> PATHS = allPaths();

  private KnownNames() {}

  /** Keys and the sections they are in, dotted. */
  static Set<String> paths() {
    return PATHS;
  }

  /** The known path nearest to an unknown one: a misspelt sibling, else the same key elsewhere. */
  static Optional<String> nearestPath(String unknown) {
    String section = parent(unknown);
    Optional<String> sibling =
        nearest(unknown, PATHS.stream().filter(path -> parent(path).equals(section)).toList());
    if (sibling.isPresent()) {
      return sibling;
    }
    String last = "." + unknown.substring(unknown.lastIndexOf('.') + 1);
    Optional<String> elsewhere = PATHS.stream().filter(path -> path.endsWith(last)).findFirst();
    return elsewhere.isPresent()
        ? elsewhere
        : nearest(unknown, PATHS.stream().filter(path -> !unknown.startsWith(path + ".")).toList());
  }

  /** The environment variable nearest to one that is none. */
  static Optional<String> nearestVariable(String unknown) {
    Stream<String> keys =
        Stream.concat(
            Keys.ALL.stream().map(Key::path), OtherKeys.ALL.stream().map(OtherKeys.Row::path));
    return nearest(unknown, keys.map(KnownNames::variable).toList());
  }

  /** The variable that overrides a key: the names are those of Go's fields. */
  private static String variable(String path) {
    int dot = path.lastIndexOf('.');
    String goName = OtherKeys.GO_NAMES.get(path);
    String own = goName == null ? path.substring(dot + 1).toUpperCase(Locale.ROOT) : goName;
    return (dot < 0 ? "REGISTRY" : variable(path.substring(0, dot))) + "_" + own;
  }

  /** The candidate with the fewest edits, if few enough to be a slip. */
  static Optional<String> nearest(String name, Collection<String> candidates) {
    String best = null;
    int fewest = Math.max(2, name.length() / 6) + 1;
    for (String candidate : candidates) {
      int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return best == null
        ? candidates.stream().filter(candidate -> oneStartsTheOther(name, candidate)).findFirst()
        : Optional.of(best);
  }

  private static boolean oneStartsTheOther(String name, String candidate) {
    return candidate.length() >= 3
        && name.length() >= 3
        && (name.startsWith(candidate) || candidate.startsWith(name));
  }

  /** Levenshtein distance. */
  static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }

  private static Set<String> allPaths() {
    Set<String> paths = new LinkedHashSet<>();
    paths.addAll(withSections(Keys.ALL));
    OtherKeys.ALL.forEach(row -> addWithSections(paths, row.path()));
    paths.add("storage.inmemory");
    return Collections.unmodifiableSet(paths);
  }

  /** The paths of these keys and of the sections they are in. */
  static Set<String> withSections(List<Key<?>> keys) {
    Set<String> paths = new LinkedHashSet<>();
    keys.forEach(key -> addWithSections(paths, key.path()));
    return paths;
  }

  private static void addWithSections(Set<String> paths, String path) {
    for (String each = path; !each.isEmpty(); each = parent(each)) {
      paths.add(each);
    }
  }

  private static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }
}
