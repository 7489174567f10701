package dev.privateregistry.registry.domain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A media type without parameters, in lower case, for example {@code application/json}. */
public record MediaType(String value) {
  public static final MediaType OCI_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType OCI_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_MANIFEST_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");

  private static final int MAX_LENGTH = 255;

  public MediaType {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a media type: " + value);
    }
  }

  /** The media type in the value of a Content-Type field, its parameters dropped; else null. */
  public static @Nullable MediaType tryParse(String text) {
    int semicolon = text.indexOf(';');
    String essence = (semicolon < 0 ? text : text.substring(0, semicolon)).trim();
    String lower = essence.toLowerCase(Locale.ROOT);
    return isValid(lower) ? new MediaType(lower) : null;
  }

  private static boolean isValid(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (i != slash && !isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$&-^_.+".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
