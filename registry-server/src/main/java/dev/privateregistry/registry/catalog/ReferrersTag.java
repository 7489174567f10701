package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.Tag;

/**
 * Tags under which clients keep an index of referrers where a registry does not (OCI distribution
 * spec, Referrers Tag Schema).
 */
final class ReferrersTag {
  private static final int HEX_LENGTH = 64;

  private ReferrersTag() {}

  static Tag of(Digest subject) {
    return new Tag(subject.algorithm().label() + "-" + subject.hex().substring(0, HEX_LENGTH));
  }

  /** Whether the tag is that of some subject. */
  static boolean matches(Tag tag) {
    String text = tag.value();
    for (Algorithm algorithm : Algorithm.values()) {
      int start = algorithm.label().length() + 1;
      if (text.length() == start + HEX_LENGTH
          && text.startsWith(algorithm.label() + "-")
          && Digest.tryParse(Algorithm.SHA256.label() + ":" + text.substring(start)) != null) {
        return true;
      }
    }
    return false;
  }
}
