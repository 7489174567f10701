package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ExposureModelTest {
  @Test
  void shouldComeToRestWithWhatIsAskedForAndNothingElse() {
    int states = new ExposureModel(UnaryOperator.identity()).explore();

    System.out.printf("model exposure: %,d states, all that can be reached%n", states);
    assertTrue(states > 1_000, () -> "only " + states);
  }

  @Test
  void shouldFindThatNothingIsDeleted() {
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () ->
                new ExposureModel(
                        writes ->
                            writes.stream().filter(it -> !(it instanceof Write.Delete)).toList())
                    .explore());

    assertTrue(String.valueOf(found.getMessage()).startsWith("not what is asked for"));
  }
}
