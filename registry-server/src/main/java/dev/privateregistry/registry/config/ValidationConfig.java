package dev.privateregistry.registry.config;

import java.util.List;
import java.util.Set;

/**
 * What a manifest must be like to be stored.
 *
 * @param indexes which manifests of an index must exist when it is pushed
 * @param completeImages whether every layer of an image must exist when it is pushed
 * @param urls where layers may say that they can be fetched instead
 * @param classes the kinds of images that may be pushed; empty when every kind may
 */
public record ValidationConfig(
    Indexes indexes, boolean completeImages, Urls urls, Set<String> classes) {
  public ValidationConfig {
    classes = Set.copyOf(classes);
  }

  /** Which manifests of an index must exist. */
  public sealed interface Indexes {
    /** All of them. */
    record All() implements Indexes {}

    /** None. */
    record None() implements Indexes {}

    /** Those for one of these platforms. */
    record For(List<Platform> platforms) implements Indexes {
      public For {
        platforms = List.copyOf(platforms);
      }
    }
  }

  /** What an image runs on. */
  public record Platform(String architecture, String os) {}

  /**
   * Regular expressions, searched for in a URL. Without any, every URL is allowed.
   *
   * @param allow one of these must be found, if there are some
   * @param deny none of these may be found
   */
  public record Urls(List<String> allow, List<String> deny) {
    public Urls {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }
  }
}
