package dev.privateregistry.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {
  @ParameterizedTest
  @CsvSource({
    "10Gi, 10Gi",
    "1024Mi, 1Gi",
    "1536Mi, 1536Mi",
    "0.5Gi, 512Mi",
    "5000M, 5G",
    "5368709120, 5368709120",
    "1000, 1k",
    "0, 0",
  })
  void shouldWriteAsAnApiServerKeepsIt(String given, String kept) {
    assertEquals(kept, CanonicalQuantity.of(new Quantity(given)).toString());
  }
}
