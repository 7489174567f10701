package dev.privateregistry.local.node;

import java.util.Map;
import java.util.Optional;

/**
 * Which program stands for which image. A node with a container runtime pulls; this one has a table
 * from repository to program, whatever the tag, the digest or the mirror in front of it.
 *
 * @param byRepository such as {@code privateregistry/registry-server}
 */
public record Programs(Map<String, Program> byRepository) {
  public Programs {
    byRepository = Map.copyOf(byRepository);
  }

  Optional<Program> forImage(String image) {
    String repository = repositoryOf(image);
    return byRepository.entrySet().stream()
        .filter(
            entry -> repository.equals(entry.getKey()) || repository.endsWith("/" + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String repositoryOf(String image) {
    int at = image.indexOf('@');
    String tagged = at < 0 ? image : image.substring(0, at);
    int colon = tagged.lastIndexOf(':');
    return colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
  }
}
