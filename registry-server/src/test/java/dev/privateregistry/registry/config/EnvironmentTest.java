package dev.privateregistry.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of distribution's configuration/parser.go. */
class EnvironmentTest {
  private static final String FILE =
      """
      version: 0.1
      log: {fields: {service: registry}}
      storage:
        filesystem: {rootdirectory: /var/lib/registry}
      http:
        addr: :5000
        headers: {X-Content-Type-Options: [nosniff]}
      """;

  record Case(String variable, String value, Function<Configuration, Object> read, Object is) {}

  private static List<Case> everyKey() {
    return List.of(
        new Case("LOG_LEVEL", "debug", c -> c.log().level(), LogConfig.Level.DEBUG),
        new Case("LOG_FORMATTER", "json", c -> c.log().format(), LogConfig.Format.JSON),
        new Case(
            "LOG_FIELDS_SERVICE", "images", c -> c.log().fields(), Map.of("service", "images")),
        new Case(
            "LOG_FIELDS_ZONE",
            "a",
            c -> c.log().fields(),
            Map.of("service", "registry", "zone", "a")),
        new Case("LOG_FIELDS", "{a: b}", c -> c.log().fields(), Map.of("a", "b")),
        new Case("LOG_ACCESSLOG_DISABLED", "true", c -> c.log().accessLog(), false),
        new Case(
            "STORAGE_FILESYSTEM_ROOTDIRECTORY",
            "/data",
            c -> c.storage().driver(),
            new StorageConfig.Filesystem(Path.of("/data"))),
        new Case("STORAGE", "inmemory", c -> c.storage().driver(), new StorageConfig.InMemory()),
        new Case(
            "STORAGE",
            "{filesystem: {rootdirectory: /x}}",
            c -> c.storage().driver(),
            new StorageConfig.Filesystem(Path.of("/x"))),
        new Case("STORAGE_DELETE_ENABLED", "true", c -> c.storage().delete(), true),
        new Case("STORAGE_MAINTENANCE_READONLY_ENABLED", "true", c -> c.storage().readOnly(), true),
        new Case(
            "STORAGE_MAINTENANCE_READONLY",
            "{\"enabled\": true}",
            c -> c.storage().readOnly(),
            true),
        new Case("HTTP_ADDR", ":443", c -> c.http().address(), new ListenAddress("", 443)),
        new Case(
            "HTTP_HOST",
            "https://a:1",
            c -> String.valueOf(c.http().urls().host().get()),
            "https://a:1"),
        new Case("HTTP_RELATIVEURLS", "true", c -> c.http().urls().relative(), true),
        new Case("HTTP_SECRET", "007", c -> c.http().secret(), Optional.of(new Secret("007"))),
        new Case("HTTP_DRAINTIMEOUT", "1m", c -> c.http().drain(), Duration.ofMinutes(1)),
        new Case(
            "HTTP_HEADERS_X-Content-Type-Options_1",
            "more",
            c -> c.http().headers(),
            Map.of("X-Content-Type-Options", List.of("nosniff", "more"))),
        new Case("HTTP_HEADERS_X-New", "[v]", c -> c.http().headers().get("x-new"), List.of("v")),
        new Case("HTTP_HTTP2_DISABLED", "true", c -> c.http().http2().overTls(), false),
        new Case("HTTP_H2C_ENABLED", "true", c -> c.http().http2().clear(), true),
        new Case("HTTP_PREFIX", "/a/", c -> c.http().urls().prefix(), "/a"),
        new Case(
            "HTTP_DEBUG_ADDR",
            ":5001",
            c -> c.http().debug().get().address(),
            new ListenAddress("", 5001)),
        new Case(
            "HTTP_DEBUG",
            "{addr: ':1', prometheus: {enabled: true}}",
            c -> c.http().debug().get().metricsPath(),
            Optional.of("/metrics")),
        new Case("HEALTH_STORAGEDRIVER_ENABLED", "true", c -> c.health().storageDriver(), true),
        new Case(
            "HEALTH_STORAGEDRIVER_INTERVAL",
            "3s",
            c -> c.health().storage().interval(),
            Duration.ofSeconds(3)),
        new Case("HEALTH_STORAGEDRIVER_THRESHOLD", "4", c -> c.health().storage().threshold(), 4),
        new Case("LOGLEVEL", "error", c -> c.log().level(), LogConfig.Level.ERROR),
        new Case(
            "HEALTH_FILECHECKERS_0_FILE",
            "/down",
            c -> c.health().files().getFirst().file(),
            Path.of("/down")),
        new Case(
            "HEALTH_HTTPCHECKERS_0_URI",
            "http://a/",
            c -> c.health().http().getFirst().uri(),
            URI.create("http://a/")),
        new Case(
            "HEALTH_TCPCHECKERS_0_ADDR",
            "db:5432",
            c -> c.health().tcp().getFirst().address(),
            new ListenAddress("db", 5432)),
        new Case(
            "NOTIFICATIONS_EVENTCONFIG_INCLUDEREFERENCES",
            "true",
            c -> c.notifications().includeReferences(),
            true),
        new Case("NOTIFICATIONS_QUEUE_SIZE", "1", c -> c.notifications().queueBytes(), 1L << 20),
        new Case(
            "NOTIFICATIONS_ENDPOINTS_0",
            "{name: a, url: 'http://b/c'}",
            c -> c.notifications().endpoints().getFirst().url(),
            URI.create("http://b/c")));
  }

  @ParameterizedTest
  @MethodSource("everyKey")
  void shouldOverride(Case one) {
    ConfigReader.Result result =
        ConfigReader.read(FILE, Map.of("REGISTRY_" + one.variable(), one.value()));

    assertEquals(one.is(), one.read().apply(result.configuration()));
    assertEquals(List.of(), result.warnings());
  }

  @Test
  void shouldApplyInLexicalOrder() {
    Configuration configuration =
        ConfigReader.read(
                FILE,
                Map.of(
                    "REGISTRY_AUTH_HTPASSWD_REALM", "team",
                    "REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd",
                    "REGISTRY_AUTH", "htpasswd",
                    "REGISTRY_ACCESS_ANONYMOUS_0", "pull"))
            .configuration();

    assertEquals(new AuthConfig.Htpasswd("team", Path.of("/auth/htpasswd")), configuration.auth());
    assertEquals(new AccessConfig.NoRules(true), configuration.access().rules());
  }

  @Test
  void shouldAddTlsFromTheEnvironmentAlone() {
    Configuration configuration =
        ConfigReader.read(
                FILE,
                Map.of(
                    "REGISTRY_HTTP_TLS_CERTIFICATE", "/c.pem",
                    "REGISTRY_HTTP_TLS_KEY", "/k.pem",
                    "REGISTRY_HTTP_TLS_CLIENTCAS_0", "/ca.pem",
                    "REGISTRY_HTTP_TLS_CLIENTAUTH", "verify-client-cert-if-given",
                    "REGISTRY_HTTP_TLS_MINIMUMTLS", "tls1.3"))
            .configuration();

    assertEquals(
        Optional.of(
            new HttpConfig.Tls(
                new HttpConfig.CertificateFiles(Path.of("/c.pem"), Path.of("/k.pem")),
                Optional.of(
                    new HttpConfig.Clients(
                        List.of(Path.of("/ca.pem")), HttpConfig.ClientAuth.VERIFY_IF_GIVEN)),
                HttpConfig.MinimumTls.TLS13,
                List.of())),
        configuration.http().tls());
  }

  @Test
  void shouldCountTwoDriversAcrossFileAndEnvironment() {
    ConfigException problem =
        assertThrows(
            ConfigException.class,
            () -> ConfigReader.read(FILE, Map.of("REGISTRY_STORAGE_INMEMORY", "{}")));

    assertEquals(
        List.of("storage names 2 drivers, filesystem and inmemory; keep one"), problem.problems());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REGISTRY_HTTP_ADDRESS  | x | REGISTRY_HTTP_ADDRESS is not a setting of the registry; ignored; did you mean REGISTRY_HTTP_ADDR?
          REGISTRY_HTTP_ADDR_X   | x | REGISTRY_HTTP_ADDR_X is not a setting of the registry; ignored; did you mean REGISTRY_HTTP_ADDR?
          REGISTRY_http_addr     | x | REGISTRY_http_addr is not a setting of the registry; ignored; did you mean REGISTRY_HTTP_ADDR?
          REGISTRY_HEALTH_FILE_0 | /f | REGISTRY_HEALTH_FILE_0 is not a setting of the registry; ignored
          REGISTRY_NOTIFICATIONS_EVENTS_INCLUDEREFERENCES | true | REGISTRY_NOTIFICATIONS_EVENTS_INCLUDEREFERENCES is not a setting of the registry; ignored; did you mean REGISTRY_NOTIFICATIONS_EVENTCONFIG_INCLUDEREFERENCES?
          REGISTRY_FROBNICATE | x | REGISTRY_FROBNICATE is not a setting of the registry; ignored
          """)
  void shouldWarnOfVariablesWithoutEffect(String name, String value, String warning) {
    assertEquals(List.of(warning), ConfigReader.read(FILE, Map.of(name, value)).warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REGISTRY_HTTP_ADDR        | x  | http.addr (REGISTRY_HTTP_ADDR): 'x' has no port; write host:port or :port
          REGISTRY_HTTP_HEADERS_X-A_1 | b | REGISTRY_HTTP_HEADERS_X-A_1: index 1 leaves a gap; the next free one is 0
          REGISTRY_HTTP_HEADERS_X-A_b | b | REGISTRY_HTTP_HEADERS_X-A_b: 'b' is not a list index
          REGISTRY_PROXY_REMOTEURL  | https://a | proxy (REGISTRY_PROXY_REMOTEURL): the pull-through cache is not built in yet; remove the section
          REGISTRY_STORAGE_PORT     | tcp://10.0.0.1:80 | REGISTRY_STORAGE_PORT: this is a variable that Kubernetes sets for a Service, and it falls into the storage section; set enableServiceLinks: false on the Pod or rename the Service
          REGISTRY_AUTH_SERVICE_HOST | 10.0.0.1 | REGISTRY_AUTH_SERVICE_HOST: this is a variable that Kubernetes sets for a Service, and it falls into the auth section; set enableServiceLinks: false on the Pod or rename the Service
          """)
  void shouldRefuse(String name, String value, String problem) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> ConfigReader.read(FILE, Map.of(name, value)));

    assertEquals(List.of(problem), refused.problems());
  }

  @Test
  void shouldNameKubernetesVariablesOnce() {
    Map<String, String> links =
        Map.of(
            "REGISTRY_PORT", "tcp://10.0.0.1:5000",
            "REGISTRY_PORT_5000_TCP_ADDR", "10.0.0.1",
            "REGISTRY_SERVICE_HOST", "10.0.0.1",
            "REGISTRY_SERVICE_PORT", "5000");

    assertEquals(
        List.of(
            "ignored REGISTRY_PORT, REGISTRY_PORT_5000_TCP_ADDR, REGISTRY_SERVICE_HOST,"
                + " REGISTRY_SERVICE_PORT: variables that Kubernetes sets for Services; set"
                + " enableServiceLinks: false"),
        ConfigReader.read(FILE, links).warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"REGISTRY_CONFIGURATION_PATH", "REGISTRY_JAVA_HOME", "PATH"})
  void shouldLeaveOtherVariablesAlone(String name) {
    assertEquals(List.of(), ConfigReader.read(FILE, Map.of(name, "/x")).warnings());
  }
}
