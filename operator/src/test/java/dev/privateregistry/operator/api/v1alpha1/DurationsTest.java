package dev.privateregistry.operator.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "720h, PT720H",
    "90s, PT1M30S",
    "1h30m, PT1H30M",
    "1.5h, PT1H30M",
    "250ms, PT0.25S",
    "10us, PT0.00001S",
    "10µs, PT0.00001S",
    "3ns, PT0.000000003S",
    "0s, PT0S"
  })
  void shouldReadTheNotationOfGo(String text, Duration expected) {
    assertEquals(expected, Durations.parse("spec.x", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "h",
        "-5s",
        "30d",
        "1h 30m",
        "1e3s",
        "9999999999h",
        "00000000000000000000000000000000000s"
      })
  void shouldRefuseOtherTextsAndNameTheField(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Durations.parse("spec.x", text));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("spec.x: "), refused.getMessage());
  }
}
