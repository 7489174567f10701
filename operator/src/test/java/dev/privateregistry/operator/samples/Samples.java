package dev.privateregistry.operator.samples;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the samples. */
public final class Samples {
  private static final Path FOLDER = Path.of("..", "samples");

  private Samples() {}

  /** The names of all samples. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of the PrivateRegistry in a sample. */
  public static String text(String name) {
    try {
      String all = Files.readString(FOLDER.resolve(name + ".yaml"));
      return Stream.of(all.split("(?m)^---$"))
          .filter(document -> document.contains("kind: PrivateRegistry"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The PrivateRegistry in a sample. */
  public static PrivateRegistry read(String name) {
    return Serialization.unmarshal(text(name), PrivateRegistry.class);
  }
}
