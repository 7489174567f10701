package dev.privateregistry.registry.config;

import java.util.Locale;

/**
 * How the API behaves.
 *
 * @param catalogEntries most repositories in one page
 * @param tags most tags in one page
 * @param validation what may be pushed
 * @param compatibility the version of distribution to answer like
 */
public record ApiConfig(
    int catalogEntries, int tags, ValidationConfig validation, Compatibility compatibility) {
  /** A version of distribution, by the name of its image. */
  public enum Compatibility {
    REGISTRY2,
    REGISTRY3;

    /** The word in config.yml. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
