package dev.privateregistry.registry.notification;

import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client has done with content.
 *
 * @param kind what the content is
 */
public record ContentEvent(Action action, Kind kind, Target target) {
  /** What was done. */
  public enum Action {
    PULL,
    PUSH,
    MOUNT,
    DELETE;

    /** The word in the event. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where the content is served. */
  public enum Kind {
    MANIFEST("manifests"),
    BLOB("blobs");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  /**
   * The content.
   *
   * @param content null when a tag was deleted
   * @param tag under which it was pushed or pulled, or that was deleted; else null
   * @param from the repository that a blob was mounted from, as far as it is known
   */
  public record Target(
      RepositoryName repository,
      @Nullable Content content,
      @Nullable Tag tag,
      @Nullable RepositoryName from) {}

  /**
   * A blob or a manifest.
   *
   * @param mediaType empty when it was deleted, as is all that follows
   * @param size in bytes
   * @param references what a manifest refers to
   */
  public record Content(Digest digest, String mediaType, long size, List<Descriptor> references) {
    public Content {
      references = List.copyOf(references);
    }
  }
}
