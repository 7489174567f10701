package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Reference;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.router.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest is to be called: the tag in the path, or the digest in the path and the tags in
 * the parameters {@code tag} (OCI distribution spec, end-7b).
 *
 * @param digest null when it is pushed by tag
 * @param answerFields names and values in turn: which tags were taken
 */
record PushedNames(@Nullable Digest digest, Set<Tag> tags, List<String> answerFields) {
  private static final int MAX_TAGS = 100;

  /**
   * @throws RegistryException TAG_INVALID, and nothing may be stored
   */
  static PushedNames of(Request request, Reference reference) {
    List<String> asked = new Query(request.query()).all("tag");
    return switch (reference) {
      case Tag tag -> new PushedNames(null, Set.of(tag), ignored(asked));
      case Digest digest -> {
        Set<Tag> tags = tags(asked);
        yield new PushedNames(digest, tags, taken(tags));
      }
    };
  }

  private static Set<Tag> tags(List<String> asked) {
    if (asked.size() > MAX_TAGS) {
      throw new RegistryException(
          414,
          ErrorCode.TAG_INVALID,
          "one request may push " + MAX_TAGS + " tags at most; this one has " + asked.size());
    }
    Set<Tag> tags = new LinkedHashSet<>();
    for (String text : asked) {
      Tag tag = Tag.tryParse(text);
      if (tag == null) {
        throw new RegistryException(
            ErrorCode.TAG_INVALID, "the parameter tag is not a tag; nothing was stored");
      }
      tags.add(tag);
    }
    return tags;
  }

  private static List<String> taken(Set<Tag> tags) {
    List<String> fields = new ArrayList<>();
    for (Tag tag : tags) {
      fields.add("OCI-Tag");
      fields.add(tag.value());
    }
    return fields;
  }

  private static List<String> ignored(List<String> asked) {
    if (asked.isEmpty()) {
      return List.of();
    }
    Warning warning =
        new Warning("the parameter tag was ignored: it goes with a manifest pushed by digest");
    return List.of("Warning", warning.value());
  }
}
