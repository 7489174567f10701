package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces of the real program, by the environment alone. */
@Timeout(120)
class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'',false",
    "OTEL_TRACES_EXPORTER=none,false",
    "OTEL_TRACES_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=http://a,false",
    "OTEL_SERVICE_NAME=a,false",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://a OTEL_SDK_DISABLED=true,false",
    "OTEL_TRACES_EXPORTER=otlp,true",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://a,true",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://a,true"
  })
  void shouldTraceWhereTheEnvironmentAsksForIt(String variables, boolean wanted) {
    assertEquals(wanted, new TraceSettings(environment(variables)).areWanted());
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_PROTOCOL=grpc,OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc'"
        + " is not built in; use http/protobuf",
    "OTEL_TRACES_EXPORTER=zipkin,OTEL_TRACES_EXPORTER: 'zipkin' is not built in; use otlp or none"
  })
  void shouldRefuseWhatIsNotBuiltIn(String variables, String message) throws Exception {
    StartFailure failure =
        assertThrows(StartFailure.class, () -> TraceSettings.open(environment(variables), "1"));

    assertTrue(failure.messages().getFirst().startsWith(message), failure::toString);
  }

  @Test
  void shouldSendTheTraceOfAClientToTheCollector() throws Exception {
    BlockingQueue<String> exported = new LinkedBlockingQueue<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          exported.add(
              exchange.getRequestHeaders().getFirst("Content-Type")
                  + HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    Process program =
        start(
            List.of(),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_SERVICE_NAME",
                "images-of-the-team"));
    try (BufferedReader log = program.errorReader(StandardCharsets.UTF_8)) {
      get(ProgramTest.await(log, new ArrayList<>(), "listening on 127.0.0.1:(\\d+)"));
      program.toHandle().destroy();
      assertTrue(program.waitFor(20, TimeUnit.SECONDS));

      String spans = exported.poll(20, TimeUnit.SECONDS);
      assertNotNull(spans);
      assertTrue(spans.startsWith("application/x-protobuf"), spans);
      assertTrue(spans.contains(TRACE), "the trace of the client");
      for (String text :
          List.of(
              "images-of-the-team",
              "GET /v2/{name}/manifests/{reference}",
              "filesystem:GetContent",
              "registry.repository",
              "team/app")) {
        assertTrue(spans.contains(hex(text)), text);
      }
    } finally {
      program.destroyForcibly();
      collector.stop(0);
    }
  }

  /** Without it, what it costs must be nothing. */
  @Test
  void shouldLoadNothingOfOpenTelemetryUnlessItIsAskedFor() throws Exception {
    Process program = start(List.of("-Xlog:class+load:stdout"), Map.of());
    try (BufferedReader log = program.errorReader(StandardCharsets.UTF_8)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  get(ProgramTest.await(log, new ArrayList<>(), "listening on 127.0.0.1:(\\d+)"));
                  String debug =
                      ProgramTest.await(log, new ArrayList<>(), "debug port .*127.0.0.1:(\\d+)");
                  get(debug, "/metrics", 200);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                } finally {
                  program.toHandle().destroy();
                }
              });
      String classes = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(classes.contains("dev.privateregistry.registry.app.RegistryServer"));
      assertFalse(classes.contains("io.opentelemetry."), () -> first(classes));
    } finally {
      program.destroyForcibly();
    }
  }

  private static String first(String classes) {
    return classes
        .lines()
        .filter(line -> line.contains("io.opentelemetry."))
        .findFirst()
        .orElse("");
  }

  private Process start(List<String> options, Map<String, String> variables) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http:
              addr: '127.0.0.1:0'
              debug: {addr: '127.0.0.1:0', prometheus: {enabled: true}}
            """
                .formatted(folder.resolve("data")));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static void get(String port) throws IOException, InterruptedException {
    get(port, "/v2/team/app/manifests/latest", 404);
  }

  private static void get(String port, String path, int status)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
              .build();
      assertEquals(
          status, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  private static Map<String, String> environment(String variables) {
    Map<String, String> all = new java.util.HashMap<>();
    for (String variable : variables.isEmpty() ? new String[0] : variables.split(" ")) {
      all.put(variable.split("=")[0], variable.split("=")[1]);
    }
    return all;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
