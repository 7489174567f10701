package dev.privateregistry.local.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpCommandTest {
  @TempDir Path temporary;
  private Path manifest;
  private String data;

  @BeforeEach
  void setUp() throws IOException {
    System.setProperty(Home.PROPERTY, temporary.toString());
    data = temporary.resolve("data").toString();
    manifest = temporary.resolve("registry.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: privateregistry.dev/v1alpha1
        kind: PrivateRegistry
        metadata: {name: a}
        """);
  }

  @AfterEach
  void tearDown() {
    System.clearProperty(Home.PROPERTY);
  }

  @Test
  void shouldAskForAFile() {
    refused(2, "no FILE given; for a first registry: ./up samples/quickstart.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536"})
  void shouldRefuseANumberThatIsNoPort(String port) {
    refused(2, "a port is a number from 1 to 65535", manifest.toString(), "--port=" + port);
  }

  @Test
  void shouldNameAnUnknownOption() {
    refused(2, "--prot", manifest.toString(), "--prot=5000");
  }

  @Test
  void shouldNameAMissingFile() {
    refused(1, "nowhere.yaml: there is no such file", "nowhere.yaml", "--data", data);
  }

  @Test
  void shouldNameTheLineOfBrokenYamlBeforeAnythingStarts() throws IOException {
    Files.writeString(manifest, "apiVersion: v1\nkind: [\n");
    refused(1, "not valid YAML", manifest.toString(), "--data", data);
    assertTrue(Files.notExists(Path.of(data)));
  }

  @Test
  void shouldNameAPortThatIsTakenAndTheFlag() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String port = "" + taken.getLocalPort();
      String message = "--port " + port + " on 127.0.0.1 is in use";
      refused(1, message, manifest.toString(), "--data", data, "--port", port);
    }
  }

  @Test
  void shouldNameADataFolderThatCannotBeUsed() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    String free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = "" + socket.getLocalPort();
    }
    String[] arguments = {manifest.toString(), "--data", file.toString(), "--port", free};
    refused(1, "--data " + file + ": the folder cannot be used", arguments);
  }

  @Test
  void shouldSayThatNoSystemRunsWhenAskedForAPassword() {
    refused(1, "start it with ./up", "--password", "ann", "--data", data);
  }

  private static void refused(int exitCode, String message, String... arguments) {
    StringWriter errors = new StringWriter();
    assertEquals(exitCode, Main.run(new PrintWriter(errors, true), arguments));
    assertTrue(errors.toString().contains(message), errors.toString());
  }
}
