package dev.privateregistry.local.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServicePortsTest {
  private final ServicePorts ports = new ServicePorts(5443);

  @Test
  void shouldGiveEachRegistryThePortItHasOnThisMachine() throws UpException {
    assertEquals(5443, port(registry("first", "{}")));
    assertEquals(5444, port(registry("second", "{exposure: {service: {type: NodePort}}}")));
    assertEquals(5443, port(registry("first", "{host: localhost}")));
  }

  @Test
  void shouldKeepThePortThatTheFileNames() throws UpException {
    assertEquals(7000, port(registry("first", "{exposure: {service: {port: 7000}}}")));
  }

  @Test
  void shouldLeaveOtherKindsAlone() throws UpException {
    Manifest secret = read("{apiVersion: v1, kind: Secret, metadata: {name: a}}");
    assertNull(port(secret));
    assertEquals(secret, ports.assign(secret));
  }

  @Test
  void shouldLeaveAMistakeToTheApi() throws UpException {
    Manifest mistaken = registry("first", "{exposure: nowhere}");
    assertEquals("nowhere", ports.assign(mistaken).object().<String>get("spec", "exposure"));
  }

  private @Nullable Object port(Manifest manifest) {
    return ports.assign(manifest).object().get("spec", "exposure", "service", "port");
  }

  private static Manifest registry(String name, String spec) throws UpException {
    return read(
        "{apiVersion: privateregistry.dev/v1alpha1, kind: PrivateRegistry, metadata: {name: "
            + name
            + "}, spec: "
            + spec
            + "}");
  }

  private static Manifest read(String yaml) throws UpException {
    return ManifestReader.read(Path.of("a.yaml"), yaml.getBytes(UTF_8)).getFirst();
  }
}
