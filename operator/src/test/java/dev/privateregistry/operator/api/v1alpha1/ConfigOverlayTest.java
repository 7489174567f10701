package dev.privateregistry.operator.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigOverlayTest {

  private static Map<String, Object> yaml(String text) {
    try {
      return new YAMLMapper().readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ConfigOverlay overlay(String text) {
    return new ConfigOverlay(yaml(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{log: {level: debug}} | {log: {level: debug, formatter: text}, a: [1, 2]}",
        "{a: [3]} | {log: {level: info, formatter: text}, a: [3]}",
        "{log: quiet} | {log: quiet, a: [1, 2]}",
        "{log: {level: null}} | {log: {formatter: text}, a: [1, 2]}",
        "{b: {c: {d: 1}}} | {log: {level: info, formatter: text}, a: [1, 2], b: {c: {d: 1}}}",
        "{} | {log: {level: info, formatter: text}, a: [1, 2]}",
      })
  void shouldMergeMapsAndReplaceTheRest(String keys, String expected) {
    Map<String, Object> base = yaml("{log: {level: info, formatter: text}, a: [1, 2]}");
    assertEquals(yaml(expected), overlay(keys).over(base));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{version: 0.2} | version | leave it out",
        "{storage: {filesystem: {rootdirectory: /x}}} | storage.filesystem | use spec.storage",
        "{storage: {s3: {bucket: b}}} | storage.s3 | use spec.storage",
        "{http: {addr: ':1'}} | http.addr | use spec.exposure.service.port",
        "{http: {tls: {}}} | http.tls | use spec.tls",
        "{auth: null} | auth | use spec.auth",
        "{access: {anonymous: []}} | access.anonymous | use spec.auth.anonymousPull",
      })
  void shouldNameAKeyThatIsTheOperatorsAndTheRemedy(String keys, String key, String remedy) {
    assertEquals(
        List.of(
            "spec.config."
                + key
                + ": the operator sets this key: remove it from spec.config, "
                + remedy),
        overlay(keys).problems());
  }

  @Test
  void shouldHaveNothingAgainstOtherKeys() {
    ConfigOverlay overlay =
        overlay("{storage: {delete: {enabled: false}}, http: {headers: {X: [y]}}, a: {auth: 1}}");
    assertEquals(List.of(), overlay.problems());
  }
}
