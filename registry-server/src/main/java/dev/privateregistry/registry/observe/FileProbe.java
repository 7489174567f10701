package dev.privateregistry.registry.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Fails while there is such a file: who makes one takes the registry out of service. */
public record FileProbe(Path file) implements HealthCheck.Probe {
  @Override
  public void check() throws IOException {
    if (Files.exists(file)) {
      throw new IOException("file exists");
    }
    if (!Files.notExists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(file)) {
      throw new IOException("it cannot be told whether the file exists");
    }
  }
}
