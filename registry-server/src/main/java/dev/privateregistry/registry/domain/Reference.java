package dev.privateregistry.registry.domain;

import org.jspecify.annotations.Nullable;

/** What names a manifest in a repository. */
public sealed interface Reference permits Tag, Digest {
  /** A digest if the text has a colon, else a tag; null when it is neither. */
  static @Nullable Reference tryParse(String text) {
    return text.indexOf(':') >= 0 ? Digest.tryParse(text) : Tag.tryParse(text);
  }
}
