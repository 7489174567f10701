package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.operator.decide.PodReport.Answer;
import dev.privateregistry.operator.decide.PodReport.Loaded;
import dev.privateregistry.operator.decide.PodReport.Unreachable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTest {

  /**
   * A pod is its traits: r ready, t terminating, and n, o or s: it has the new file, the old one,
   * or is silent.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', false",
    "rn, true",
    "ro, false",
    "rs, false",
    "n, false",
    "rn o, false",
    "rn s, false",
    "rn to, true",
    "rn ts, true",
    "rn rto, false",
    "rn rn, true",
    "rn ro, false"
  })
  void shouldTakeAStepForDoneWhenNoPodCanServeTheOldFile(String pods, boolean confirmed) {
    List<PodReport> reports =
        Arrays.stream(pods.split(" ")).filter(it -> !it.isEmpty()).map(FleetTest::pod).toList();
    assertEquals(
        confirmed, new Fleet(reports).confirms(loaded -> "new".equals(loaded.files().htpasswd())));
  }

  private static PodReport pod(String traits) {
    Answer answer =
        traits.contains("s")
            ? new Unreachable("silent")
            : new Loaded(
                "1",
                new PodReport.Files(traits.contains("n") ? "new" : "old", null, null),
                null,
                List.of());
    return new PodReport(traits, traits.contains("r"), traits.contains("t"), answer);
  }
}
