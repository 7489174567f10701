package dev.privateregistry.operator.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checked-in file that the build keeps equal to what it follows from.
 *
 * @param source what it follows from, for people
 */
public record GeneratedFile(Path file, String source) {

  /**
   * Compares the file with what was generated.
   *
   * @param write whether a file that differs is written
   * @return whether it is as generated now
   */
  public boolean keep(String generated, boolean write) throws IOException {
    String present = Files.exists(file) ? Files.readString(file) : "";
    if (present.equals(generated)) {
      return true;
    }
    if (write) {
      Files.writeString(file, generated);
      System.out.println("wrote " + file.normalize());
      return true;
    }
    System.err.println(
        file.normalize()
            + " differs from "
            + source
            + ". Regenerate it:"
            + " ./mvnw -q -pl operator process-classes -Dcrds.mode=write");
    return false;
  }
}
