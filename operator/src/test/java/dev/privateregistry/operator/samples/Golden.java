package dev.privateregistry.operator.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reviewed files in {@code src/test/resources/golden}; {@code -Dgolden.mode=write} writes them
 * anew.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Golden() {}

  /** Compares with the file of a name. */
  public static void assertReviewed(String name, String made) throws IOException {
    Path golden = FOLDER.resolve(name + ".yaml");
    if ("write".equals(System.getProperty("golden.mode"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, made);
    }
    assertEquals(Files.readString(golden), made);
  }

  /** Objects as YAML, keys in order. */
  public static String yaml(List<? extends HasMetadata> objects) {
    return objects.stream().map(Golden::yaml).collect(Collectors.joining());
  }

  private static String yaml(HasMetadata object) {
    try {
      Object tree = JSON.readValue(Serialization.asJson(object), Object.class);
      return YAML.writeValueAsString(tree);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
