package dev.privateregistry.local.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastRotationTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {host: localhost, tls: {duration: 3s, renewBefore: 4s}}",
        "{auth: {users: [{name: a}]}} | {auth: {users: [{name: a, rotation: {every: 1s, overlap:"
            + " 2s}}]}, host: localhost, tls: {duration: 3s, renewBefore: 4s}}",
        "{tls: {disabled: {}}, auth: {users: [{name: a, passwordSecretRef: {name: s}}]}} | {tls:"
            + " {disabled: {}}, auth: {users: [{name: a, passwordSecretRef: {name: s}}]}, host:"
            + " localhost}",
      })
  void shouldMakeWhatIsTheOperatorsRotateInSeconds(String spec, String fast) throws IOException {
    JsonNode before = YAML.readTree("{spec: " + spec + "}");
    JsonNode after = new FastRotation("1s", "2s", "3s", "4s").applyTo(before);
    assertEquals(YAML.readTree("{spec: " + fast + "}"), after);
    assertEquals(YAML.readTree("{spec: " + spec + "}"), before, "the original is left alone");
  }
}
