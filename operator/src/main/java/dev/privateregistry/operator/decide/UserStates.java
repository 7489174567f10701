package dev.privateregistry.operator.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.privateregistry.operator.credentials.Htpasswd;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of all users, as the operator's Secret keeps them: one key a user, JSON.
 *
 * @param byUser sorted, so that the files made from it have one order
 */
record UserStates(Map<String, UserState> byUser) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  UserStates {
    byUser = Collections.unmodifiableMap(new TreeMap<>(byUser));
  }

  /** The states of a Secret; what cannot be read is left out. */
  static UserStates read(Optional<Secret> secret) {
    Map<String, UserState> states = new TreeMap<>();
    if (secret.isPresent() && secret.get().getData() != null) {
      for (String user : secret.get().getData().keySet()) {
        parse(Children.text(secret.get(), user)).ifPresent(state -> states.put(user, state));
      }
    }
    return new UserStates(states);
  }

  private static Optional<UserState> parse(@Nullable String json) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(json, UserState.class));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  Optional<UserState> of(String user) {
    return Optional.ofNullable(byUser.get(user));
  }

  /** The data of the operator's Secret. */
  Map<String, String> data() {
    Map<String, String> data = new TreeMap<>();
    byUser.forEach((user, state) -> data.put(user, json(state)));
    return data;
  }

  private static String json(UserState state) {
    try {
      return JSON.writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a user's state has a JSON form", e);
    }
  }

  /** The file of all passwords that shall be accepted. It follows from the states alone. */
  Htpasswd htpasswd() {
    List<Htpasswd.Line> lines =
        byUser.entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().hashes().stream()
                        .map(hash -> new Htpasswd.Line(entry.getKey(), hash)))
            .toList();
    return new Htpasswd(lines);
  }
}
