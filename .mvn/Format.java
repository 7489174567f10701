import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds every Java file of the project to google-java-format.
 *
 * <p>{@code Format check DIR} lists the files that differ and exits 1; {@code Format write DIR}
 * rewrites them.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean write = arguments[0].equals("write");
    Path root = Path.of(arguments[1]);
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> different = new ArrayList<>();
    for (Path file : javaFiles(root)) {
      String source = Files.readString(file);
      String formatted;
      try {
        formatted =
            formatter.formatSource(
                ImportOrderer.reorderImports(
                    RemoveUnusedImports.removeUnusedImports(source),
                    JavaFormatterOptions.Style.GOOGLE));
      } catch (Exception e) {
        System.err.println(root.relativize(file) + ": " + e.getMessage());
        different.add(file);
        continue;
      }
      if (!formatted.equals(source)) {
        different.add(file);
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (write) {
      System.out.println("formatted " + different.size() + " files");
    } else if (!different.isEmpty()) {
      different.forEach(file -> System.err.println("not formatted: " + root.relativize(file)));
      System.err.println("Format them with: ./mvnw -N validate -Dformat.mode=write");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(Path root) throws Exception {
    try (var files = Files.walk(root)) {
      return files
          .filter(
              file -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }
}
