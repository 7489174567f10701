package dev.privateregistry.local.node;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What takes the place of a mount namespace. A container sees its volumes at their mount paths; a
 * plain process does not. So a mount path that appears in an argument, in the value of an
 * environment variable or in the text of a projected ConfigMap is replaced by the folder on this
 * machine. Secrets are projected byte for byte.
 *
 * <p>A path is replaced only as a whole: {@code /var/lib/registry} in {@code
 * /var/lib/registry/docker} or {@code "/var/lib/registry"}, but neither in {@code
 * /var/lib/registry-old} nor in {@code /srv/var/lib/registry}. The longest mount path wins, and
 * what was put in is not looked at again.
 */
final class PathTranslation {
  private static final String NAME = "[\\p{Alnum}._~%+-]";

  private final Map<String, Path> mounts;
  private final Pattern pattern;

  PathTranslation(Map<String, Path> mounts) {
    this.mounts =
        new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(p -> p));
    mounts.forEach((path, folder) -> this.mounts.put(withoutTrailingSlash(path), folder));
    String alternatives =
        this.mounts.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    this.pattern = Pattern.compile("(?<!" + NAME + ")(?<!/)(" + alternatives + ")(?!" + NAME + ")");
  }

  String translate(String text) {
    if (mounts.isEmpty()) {
      return text;
    }
    return pattern
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(folderOf(found.group(1))));
  }

  private String folderOf(String mountPath) {
    Path folder = mounts.get(mountPath);
    return folder == null ? mountPath : folder.toString();
  }

  private static String withoutTrailingSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
