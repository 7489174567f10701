package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.operator.cluster.FakeCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The scenarios on an API server in this process, and those that need one which misbehaves. */
class OperatorAppTest {

  @Nested
  class Registries extends RegistryScenarios<FakeCluster> {
    Registries() throws IOException {
      super(new FakeCluster());
    }

    @Override
    int repetitions() {
      return 20;
    }

    @Test
    void shouldTellWhatTheApiServerRefuses() {
      create(Samples.read("quickstart"));
      awaitReady();
      cluster.failWrites(
          request ->
              request.getMethod().equals("PATCH") && request.getPath().contains("/services/")
                  ? FakeCluster.status(403, "Forbidden", "services is forbidden: no")
                  : null);

      editSpec("{\"spec\":{\"exposure\":{\"service\":{\"port\":443}}}}");

      Wait.until("stalled", () -> condition("quickstart", "Stalled").equals("True"), this::status);
      String message = resource().getStatus().condition("Stalled").orElseThrow().getMessage();
      assertEquals("Service quickstart cannot be written: services is forbidden: no", message);
      assertEquals("True", condition("quickstart", "Ready"), "the registry goes on serving");

      cluster.failWrites(request -> null);
      Wait.until(
          "recovered", () -> condition("quickstart", "Stalled").equals("False"), this::status);
      assertEquals(443, service().getSpec().getPorts().getFirst().getPort());
    }
  }

  @Nested
  class Rotations extends RotationScenarios<FakeCluster> {
    Rotations() throws IOException {
      super(new FakeCluster());
    }
  }

  @Nested
  class Certificates extends CertificateScenarios<FakeCluster> {
    Certificates() throws IOException {
      super(new FakeCluster());
    }
  }

  @Nested
  class Exposures extends ExposureScenarios<FakeCluster> {
    Exposures() throws IOException {
      super(new FakeCluster());
    }
  }

  @Nested
  class KindsThatComeAndGo extends OptionalKindScenarios<FakeCluster> {
    KindsThatComeAndGo() throws IOException {
      super(new FakeCluster());
    }
  }
}
