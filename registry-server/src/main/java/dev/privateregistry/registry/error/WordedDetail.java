package dev.privateregistry.registry.error;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A detail of an error that distribution 3 gives as a sentence, and distribution 2 as an object.
 *
 * @param parts what Jackson can write
 */
public record WordedDetail(String sentence, Map<String, ?> parts) {
  public WordedDetail {
    parts = Collections.unmodifiableMap(new TreeMap<>(parts));
  }

  /** A sentence that distribution 2 has no words for: an object around it. */
  public static WordedDetail of(String sentence) {
    return new WordedDetail(sentence, Map.of("Reason", sentence));
  }

  @Override
  public String toString() {
    return sentence;
  }
}
