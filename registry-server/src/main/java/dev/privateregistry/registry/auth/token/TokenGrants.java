package dev.privateregistry.registry.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.Identification;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a token allows: its claim {@code access}, in distribution's form.
 *
 * @param actions by type and name of the resource
 */
record TokenGrants(Map<Resource, Set<String>> actions) implements Identification.Scope {
  private static final Resource CATALOG = new Resource("registry", "catalog");
  private static final String ALL = "*";

  TokenGrants {
    actions = Map.copyOf(actions);
  }

  /** What a grant is for, for example the repository {@code team/app}. */
  record Resource(String type, String name) {}

  /**
   * Reads the claim.
   *
   * @throws IllegalArgumentException when it is malformed
   */
  static TokenGrants parse(JsonNode access) {
    Map<Resource, Set<String>> actions = new HashMap<>();
    if (!access.isMissingNode() && !access.isNull() && !access.isArray()) {
      throw new IllegalArgumentException("its claim access is not a list");
    }
    for (JsonNode entry : access) {
      if (!entry.path("type").isTextual() || !entry.path("name").isTextual()) {
        throw new IllegalArgumentException("an entry of its claim access has no type or name");
      }
      Set<String> granted =
          actions.computeIfAbsent(
              new Resource(entry.path("type").textValue(), entry.path("name").textValue()),
              resource -> new HashSet<>());
      for (JsonNode action : entry.path("actions")) {
        granted.add(action.asText());
      }
    }
    return new TokenGrants(actions);
  }

  @Override
  public boolean covers(Access access) {
    return switch (access) {
      case Access.Base base -> true;
      case Access.Catalog catalog -> grants(CATALOG, ALL);
      case Access.Repository repository -> coversAll(repository);
      case Access.UploadCancel cancel ->
          grants(repository(cancel.name()), "delete") || grants(repository(cancel.name()), "push");
    };
  }

  private boolean coversAll(Access.Repository repository) {
    Resource resource = repository(repository.name());
    for (Access.Action action : repository.actions()) {
      if (!grants(resource, action.name().toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private boolean grants(Resource resource, String action) {
    Set<String> granted = actions.getOrDefault(resource, Set.of());
    return granted.contains(action) || granted.contains(ALL);
  }

  private static Resource repository(String name) {
    return new Resource("repository", name);
  }
}
