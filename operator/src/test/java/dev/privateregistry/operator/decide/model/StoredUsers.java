package dev.privateregistry.operator.decide.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operator's Secret, read without the operator's code. */
final class StoredUsers {

  /** A user's stored state; the ends of the passwords before the newest in seconds. */
  record User(
      String phase, String password, @Nullable String published, Map<String, Integer> retiring) {

    Stream<String> accepted() {
      return Stream.concat(
          retiring.keySet().stream(),
          Stream.of(password, published == null ? password : published));
    }
  }

  private final JsonMapper json = new JsonMapper();
  private final Map<Stored, Map<String, User>> read = new HashMap<>();

  /** The users, none when there is no Secret. */
  Map<String, User> of(@Nullable Stored credentials) {
    if (credentials == null) {
      return Map.of();
    }
    return read.computeIfAbsent(credentials, this::parse);
  }

  private Map<String, User> parse(Stored credentials) {
    Map<String, User> users = new LinkedHashMap<>();
    for (String name : List.of("u", "v", Scenario.GUEST)) {
      String text = credentials.text(name);
      if (!text.isEmpty()) {
        users.put(name, user(text));
      }
    }
    return users;
  }

  private User user(String text) {
    try {
      JsonNode node = json.readTree(text);
      Map<String, Integer> retiring = new LinkedHashMap<>();
      for (JsonNode old : node.path("retiring")) {
        retiring.put(
            NumberedKeys.passwordOf(old.path("hash").asText()),
            old.has("until")
                ? (int) Instant.parse(old.path("until").asText()).getEpochSecond()
                : Cluster.Window.OPEN);
      }
      return new User(
          node.path("phase").asText(),
          node.path("password").path("text").asText(),
          node.has("published") ? node.path("published").path("text").asText() : null,
          retiring);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the operator stored what is no JSON: " + text, e);
    }
  }
}
