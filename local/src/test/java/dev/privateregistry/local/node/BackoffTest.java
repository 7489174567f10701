package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 10", "3, 20", "4, 40", "5, 80", "6, 160", "7, 300", "100, 300"})
  void shouldDoubleFromTheSecondRestartOnAsKubeletDoes(int restart, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Backoff.KUBELET.before(restart));
  }
}
