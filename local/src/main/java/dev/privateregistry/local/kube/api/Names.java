package dev.privateregistry.local.kube.api;

import java.util.List;
import java.util.Locale;

/** How a kind is called. */
public record Names(
    String kind, String plural, String singular, List<String> shortNames, List<String> categories) {
  public Names {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
  }

  static Names of(String kind, String plural, List<String> shortNames, List<String> categories) {
    return new Names(kind, plural, kind.toLowerCase(Locale.ROOT), shortNames, categories);
  }
}
