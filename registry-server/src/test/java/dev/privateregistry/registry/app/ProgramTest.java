package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: output, exit codes, signals. */
@Timeout(120)
class ProgramTest {
  @TempDir Path folder;

  @Test
  void shouldServeUntilItIsToldToStopAndExitWithZero() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: {formatter: json, fields: {service: images}}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: '127.0.0.1:0', address: x}
            """
                .formatted(folder.resolve("data")));
    Process program = start(config.toString());
    try (BufferedReader log = program.errorReader(StandardCharsets.UTF_8)) {
      List<String> lines = new ArrayList<>();
      int port = Integer.parseInt(await(log, lines, "listening on 127.0.0.1:(\\d+)"));
      assertEquals(200, get(port));

      program.toHandle().destroy();
      await(log, lines, "(stopped)");
      assertTrue(program.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, program.exitValue());
      assertTrue(lines.stream().allMatch(line -> line.contains("\"service\":\"images\"")));
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("did you mean http.addr?")),
          lines.toString());
      String access = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(access.contains("\"GET /v2/ HTTP/1.1\" 200 2 "), access);
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void shouldEndTheWaitForRequestsWhenItIsToldToStopAgain() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: '127.0.0.1:0', draintimeout: 10m}
            """
                .formatted(folder.resolve("data")));
    Process program = start(config.toString());
    try (BufferedReader log = program.errorReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(await(log, new ArrayList<>(), "listening on 127.0.0.1:(\\d+)"));
      try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
        slow.getOutputStream()
            .write(
                "PUT /v2/a/manifests/b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
        assertEquals(200, get(port));

        program.toHandle().destroy();
        await(log, new ArrayList<>(), "(stopping: no more requests)");
        program.toHandle().destroy();
        await(log, new ArrayList<>(), "(told to stop again)");
        assertTrue(program.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, program.exitValue());
      }
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void shouldNameEveryProblemOfAConfigAndExitWithOne() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yml"), "version: 0.1\nstorage: {}\nhttp: {addr: x}\n");
    Process program = start("serve", config.toString());
    String errors = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(1, program.waitFor());
    assertEquals(
        """
        registry-server: %1$s: storage names no driver; add storage.filesystem.rootdirectory
        registry-server: %1$s: http.addr (line 3): 'x' has no port; write host:port or :port
        """
            .formatted(config),
        errors);
  }

  @Test
  void shouldKeepGarbageCollectionOutUntilTheServerEndsHoweverItEnds() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: '127.0.0.1:0'}
            """
                .formatted(folder.resolve("data")));
    Process server = start(config.toString());
    try (BufferedReader log = server.errorReader(StandardCharsets.UTF_8)) {
      await(log, new ArrayList<>(), "listening on 127.0.0.1:(\\d+)");
      assertEquals(1, Main.run("garbage-collect", "--quiet", config.toString()));
    } finally {
      server.destroyForcibly().waitFor();
    }
    assertEquals(0, Main.run("garbage-collect", "--quiet", config.toString()));
  }

  @Test
  void shouldReadThePasswordOfAnHtpasswdLineFromInput() throws Exception {
    Process program = start("htpasswd", "-i", "alice");
    try (var input = program.outputWriter(StandardCharsets.UTF_8)) {
      input.write("secret\n");
    }
    String line = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, program.waitFor());
    assertTrue(line.matches("alice:\\$2b\\$10\\$[./A-Za-z0-9]{53}\n"), line);
  }

  static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  static String await(BufferedReader log, List<String> lines, String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    String line;
    while ((line = log.readLine()) != null) {
      lines.add(line);
      Matcher found = wanted.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
    throw new AssertionError(pattern + " is not in " + lines);
  }

  private static int get(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
