package dev.privateregistry.e2e.golden;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param status 0 when the connection ended without an answer
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, List<Field> fields, byte[] body) {
  /** One header field as sent. */
  record Field(String name, String value) {}

  static final Answer NONE = new Answer(0, List.of(), new byte[0]);

  @Nullable String field(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst()
        .orElse(null);
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
