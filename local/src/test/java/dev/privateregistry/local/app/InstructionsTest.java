package dev.privateregistry.local.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.AuthSpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstructionsTest {
  private static final TlsSpec PLAIN = TlsSpec.DISABLED;

  @Test
  void shouldBeLinesToCopy() {
    assertEquals(
        """
          registry  https://localhost:5000  (quick, namespace default)
          kubectl   export KUBECONFIG=/d/kubeconfig
          password  kubectl get secret -n default quick-ann -o jsonpath='{.data.password}' | base64 -d; echo
          trust     sudo install -D -m 644 /d/ca.crt /etc/docker/certs.d/localhost:5000/ca.crt
          log in    docker login localhost:5000 -u ann
          push      docker tag IMAGE localhost:5000/IMAGE && docker push localhost:5000/IMAGE
        """,
        instructions("localhost", TlsSpec.DEFAULT, true));
  }

  @Test
  void shouldReadPasswordsWithoutKubectl() {
    assertTrue(
        instructions("localhost", TlsSpec.DEFAULT, false)
            .contains("./up --password ann --registry default/quick"));
  }

  @Test
  void shouldMakeAnotherHostResolve() {
    assertTrue(
        instructions("registry.example.org", TlsSpec.DEFAULT, true)
            .contains("echo '127.0.0.1 registry.example.org' | sudo tee -a /etc/hosts"));
  }

  @Test
  void shouldTrustNothingOverPlainHttp() {
    String text = instructions("localhost", PLAIN, true);
    assertTrue(text.contains("http://localhost:5000"));
    assertFalse(text.contains("trust"));
  }

  private static String instructions(String host, TlsSpec tls, boolean kubectl) {
    PrivateRegistry registry = new PrivateRegistry();
    registry.getMetadata().setName("quick");
    registry.getMetadata().setNamespace("default");
    registry.setSpec(
        PrivateRegistrySpec.EMPTY
            .withHost(host)
            .withTls(tls)
            .withAuth(new AuthSpec(false, List.of(UserSpec.named("ann")))));
    return new Instructions(registry, host, 5000, Path.of("/d/ca.crt"), kubectl)
        .text(Path.of("/d/kubeconfig"));
  }
}
