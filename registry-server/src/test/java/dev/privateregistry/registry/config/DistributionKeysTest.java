package dev.privateregistry.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key of distribution works, is accepted with a reason, or is refused with a remedy. */
class DistributionKeysTest {
  record Given(String path, String value) {
    /** A file that says little more than this. */
    String file() {
      StringBuilder text = new StringBuilder("version: 0.1\n");
      if (!path.startsWith("storage.") || StorageKeys.OPTIONS.contains(path.split("\\.")[1])) {
        text.append("storage:\n  inmemory: {}\n");
      }
      String[] names = path.split("\\.");
      String indent = "";
      for (int i = 0; i < names.length; i++) {
        boolean item = names[i].endsWith("[]");
        String name = item ? names[i].substring(0, names[i].length() - 2) : names[i];
        if (i > 0 || !(name.equals("storage") && text.indexOf("storage:") >= 0)) {
          String start = i > 0 && names[i - 1].endsWith("[]") ? "- " : "";
          text.append(indent).append(start).append(name).append(':');
          text.append(i == names.length - 1 ? " " + value : "").append('\n');
          indent += start.isEmpty() ? "" : "  ";
        }
        indent += "  ";
      }
      return path.equals("version") ? "storage: {inmemory: {}}\nversion: 0.1\n" : text.toString();
    }
  }

  private enum Answer {
    WORKS,
    IGNORED,
    REFUSED
  }

  static List<Given> keys() {
    try (var stream =
        DistributionKeysTest.class.getResourceAsStream("/config/distribution-keys.txt")) {
      if (stream == null) {
        throw new IllegalStateException("the table of keys is missing");
      }
      List<Given> keys = new ArrayList<>();
      for (String line :
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" = ", 2);
          keys.add(new Given(parts[0], parts[1]));
        }
      }
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Answer> answers(String path) {
    List<Answer> answers = new ArrayList<>();
    for (Key<?> key : Keys.ALL) {
      boolean isField =
          key.type().fields().stream()
              .anyMatch(field -> path.equals(key.path() + "[]." + field.path()));
      if (isField || key.path().equals(path)) {
        answers.add(Answer.WORKS);
      }
    }
    if (path.equals("storage.inmemory")) {
      answers.add(Answer.WORKS);
    }
    String plain = path.replace("[]", "");
    for (OtherKeys.Row row : OtherKeys.ALL) {
      if (plain.equals(row.path()) || plain.startsWith(row.path() + ".")) {
        answers.add(row.answer() == OtherKeys.Answer.IGNORED ? Answer.IGNORED : Answer.REFUSED);
      }
    }
    return answers;
  }

  private record Told(List<String> errors, List<String> warnings) {
    static Told of(String file) {
      try {
        return new Told(List.of(), ConfigReader.read(file, Map.of()).warnings());
      } catch (ConfigException e) {
        return new Told(e.problems(), List.of());
      }
    }

    boolean mentions(List<String> messages, String path) {
      return messages.stream().anyMatch(message -> path.startsWith(message.split("[ :\\[]", 2)[0]));
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldHaveExactlyOneAnswer(Given key) {
    List<Answer> answers = answers(key.path());
    assertEquals(1, answers.size(), key.path() + ": " + answers);

    Told told = Told.of(key.file());
    String messages = told.toString() + "\n" + key.file();
    String known = told.errors() + " " + told.warnings();
    assertTrue(!known.contains("is not a known key"), messages);
    switch (answers.getFirst()) {
      case WORKS -> assertTrue(!known.contains("has no effect:"), messages);
      case IGNORED -> {
        assertEquals(List.of(), told.errors(), messages);
        assertTrue(told.mentions(told.warnings(), key.path()), messages);
        assertTrue(known.contains("has no effect: "), messages);
      }
      case REFUSED -> assertTrue(told.mentions(told.errors(), key.path()), messages);
    }
  }

  @Test
  void shouldHaveNoRowThatDistributionDoesNotKnow() {
    List<String> paths = keys().stream().map(key -> key.path().replace("[]", "")).toList();
    for (OtherKeys.Row row : OtherKeys.ALL) {
      assertTrue(
          paths.stream()
              .anyMatch(path -> path.equals(row.path()) || path.startsWith(row.path() + ".")),
          row.path());
    }
  }
}
