package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.domain.Digest;
import org.jspecify.annotations.Nullable;

/** The entity tag of content that a digest names (RFC 9110, section 8.8.3). */
record EntityTag(String quoted) {
  static EntityTag of(Digest digest) {
    return new EntityTag('"' + digest.toString() + '"');
  }

  /** Whether an If-None-Match field names this; docker sends digests without quotes too. */
  boolean isNamedBy(@Nullable String ifNoneMatch) {
    if (ifNoneMatch == null) {
      return false;
    }
    int start = 0;
    while (start <= ifNoneMatch.length()) {
      int comma = ifNoneMatch.indexOf(',', start);
      int end = comma < 0 ? ifNoneMatch.length() : comma;
      if (matches(ifNoneMatch.substring(start, end).trim())) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private boolean matches(String candidate) {
    String strong = candidate.startsWith("W/") ? candidate.substring(2) : candidate;
    return strong.equals("*")
        || strong.equals(quoted)
        || (strong.length() == quoted.length() - 2 && quoted.startsWith(strong, 1));
  }
}
