package dev.privateregistry.local.kube.protobuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The field numbers of Kubernetes' messages. */
final class WireTable {
  private static final String RESOURCE = "fields.txt";

  /** How often a field occurs. */
  enum Form {
    ONE,
    LIST,
    MAP
  }

  /**
   * A field of a message.
   *
   * @param name its name in JSON; {@code +} when its own fields stand in its place
   * @param type a scalar type or the name of a message
   */
  record Field(String name, Form form, String type) {
    boolean inline() {
      return name.equals("+");
    }
  }

  private final Map<String, Map<Integer, Field>> messages;

  private WireTable(Map<String, Map<Integer, Field>> messages) {
    this.messages = messages;
  }

  static WireTable load() {
    Map<String, Map<Integer, Field>> messages = new HashMap<>();
    try (InputStream in =
            Objects.requireNonNull(WireTable.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<Integer, Field> fields = new HashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("message")) {
          fields = new HashMap<>();
          messages.put(words[1], fields);
        } else {
          fields.put(Integer.parseInt(words[0]), field(words[1], words[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WireTable(messages);
  }

  private static Field field(String name, String type) {
    if (type.startsWith("map:")) {
      return new Field(name, Form.MAP, type.substring("map:".length()));
    }
    return type.startsWith("list:")
        ? new Field(name, Form.LIST, type.substring("list:".length()))
        : new Field(name, Form.ONE, type);
  }

  /** The fields of a message by number; empty for messages not in the table. */
  Map<Integer, Field> fields(String message) {
    return messages.getOrDefault(message, Map.of());
  }

  /** The message of a kind: {@code apps/v1 Deployment} is {@code k8s.io.api.apps.v1.Deployment}. */
  Optional<String> message(String apiVersion, String kind) {
    if (kind.equals("DeleteOptions")) {
      return Optional.of("k8s.io.apimachinery.pkg.apis.meta.v1." + kind);
    }
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "core" : apiVersion.substring(0, slash).split("\\.")[0];
    String name = "k8s.io.api.%s.%s.%s".formatted(group, apiVersion.substring(slash + 1), kind);
    return messages.containsKey(name) ? Optional.of(name) : Optional.empty();
  }
}
