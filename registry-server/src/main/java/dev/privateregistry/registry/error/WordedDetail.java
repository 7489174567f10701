package dev.privateregistry.registry.error;

import java.util.Map;

/**
 * A detail of an error that distribution 3 gives as a sentence, and distribution 2 as an object.
 *
 * @param parts what Jackson can write
 */
public record WordedDetail(String sentence, Map<String, ?> parts) {
  public WordedDetail {
    parts = Map.copyOf(parts);
  }

  @Override
  public String toString() {
    return sentence;
  }
}
