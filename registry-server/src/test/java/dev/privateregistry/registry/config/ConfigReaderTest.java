package dev.privateregistry.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.RepositoryPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String LEAST = "version: 0.1\nstorage: {inmemory: {}}\n";

  private static final Configuration DEFAULTS =
      new Configuration(
          new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT, Map.of(), true),
          new StorageConfig(
              new StorageConfig.Filesystem(Path.of("/var/lib/registry")),
              false,
              false,
              Optional.of(
                  new StorageConfig.UploadPurge(Duration.ofDays(7), Duration.ofDays(1), false))),
          new HttpConfig(
              new ListenAddress("", 5000),
              new HttpConfig.Urls("", Optional.empty(), false),
              Optional.empty(),
              Duration.ofSeconds(10),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              new HttpConfig.Http2(true, false),
              new LimitsConfig(
                  new LimitsConfig.Clients(16_384, 0, 256),
                  new LimitsConfig.Head(32_768, 16_384, 128),
                  new LimitsConfig.Http2(128, 200, 3000),
                  new LimitsConfig.Timeouts(
                      Duration.ofSeconds(10),
                      Duration.ofSeconds(15),
                      Duration.ofSeconds(60),
                      Duration.ofSeconds(60),
                      Duration.ofSeconds(180))),
              Optional.empty()),
          new HealthConfig(
              false,
              new HealthConfig.Polling(Duration.ofSeconds(10), 0),
              List.of(),
              List.of(),
              List.of()),
          new NotificationConfig(List.of(), false, Optional.empty(), 64L << 20),
          new AuthConfig.None(),
          new AccessConfig(
              new AccessConfig.NoRules(false),
              Optional.empty(),
              new AccessConfig.FailedLogins(100, 200, 10, Duration.ofMinutes(10))),
          new ApiConfig(
              1000,
              1000,
              new ValidationConfig(
                  new ValidationConfig.Indexes.All(),
                  true,
                  new ValidationConfig.Urls(List.of(), List.of()),
                  Set.of()),
              ApiConfig.Compatibility.REGISTRY3));

  private static final Configuration EVERYTHING =
      new Configuration(
          new LogConfig(
              LogConfig.Level.DEBUG,
              LogConfig.Format.LOGSTASH,
              Map.of("service", "registry", "environment", "staging"),
              false),
          new StorageConfig(
              new StorageConfig.Filesystem(Path.of("/srv/images")),
              true,
              true,
              Optional.of(
                  new StorageConfig.UploadPurge(Duration.ofDays(2), Duration.ofMinutes(90), true))),
          new HttpConfig(
              new ListenAddress("127.0.0.1", 9000),
              new HttpConfig.Urls(
                  "/team/registry", Optional.of(URI.create("https://registry.example.com")), true),
              Optional.of(new Secret("0123")),
              Duration.ofSeconds(90),
              Map.of(
                  "X-Content-Type-Options", List.of("nosniff"), "X-Several", List.of("one", "two")),
              Optional.of(
                  new HttpConfig.Tls(
                      new HttpConfig.CertificateFiles(
                          Path.of("/tls/tls.crt"), Path.of("/tls/tls.key")),
                      Optional.of(
                          new HttpConfig.Clients(
                              List.of(Path.of("/tls/clients.pem"), Path.of("/tls/more.pem")),
                              HttpConfig.ClientAuth.VERIFY_IF_GIVEN)),
                      HttpConfig.MinimumTls.TLS13,
                      List.of(
                          HttpConfig.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                          HttpConfig.CipherSuite.TLS_AES_256_GCM_SHA384))),
              Optional.of(
                  new HttpConfig.Debug(new ListenAddress("::1", 5001), Optional.of("/prometheus"))),
              new HttpConfig.Http2(false, true),
              new LimitsConfig(
                  new LimitsConfig.Clients(1000, 20, 0),
                  new LimitsConfig.Head(65_536, 8192, 64),
                  new LimitsConfig.Http2(50, 100, 500),
                  new LimitsConfig.Timeouts(
                      Duration.ofSeconds(5),
                      Duration.ofSeconds(6),
                      Duration.ofSeconds(120),
                      Duration.ofSeconds(90),
                      Duration.ofSeconds(30))),
              Optional.of(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1")))),
          new HealthConfig(
              true,
              new HealthConfig.Polling(Duration.ofMillis(500), 3),
              List.of(
                  new HealthConfig.FileCheck(
                      Path.of("/srv/down"), new HealthConfig.Polling(Duration.ofSeconds(1), 2))),
              List.of(
                  new HealthConfig.HttpCheck(
                      URI.create("https://db.example.com/live"),
                      Map.of("X-Key", List.of(new Secret("k"))),
                      204,
                      Duration.ofSeconds(2),
                      new HealthConfig.Polling(Duration.ofSeconds(5), 3))),
              List.of(
                  new HealthConfig.TcpCheck(
                      new ListenAddress("db.example.com", 5432),
                      Duration.ofSeconds(1),
                      new HealthConfig.Polling(Duration.ofSeconds(6), 4)))),
          new NotificationConfig(
              List.of(
                  new NotificationConfig.Webhook(
                      "audit",
                      URI.create("https://hooks.example.com/registry"),
                      Map.of("Authorization", List.of(new Secret("Bearer t0ken"))),
                      Duration.ofSeconds(3),
                      5,
                      Duration.ofSeconds(30),
                      Set.of("application/octet-stream", "application/json"),
                      Set.of("pull"))),
              true,
              Optional.of(Path.of("/srv/events")),
              16L << 20),
          new AuthConfig.Htpasswd("team", Path.of("/auth/htpasswd")),
          new AccessConfig(
              new AccessConfig.NoRules(true),
              Optional.of(AccessConfig.CertificateName.EMAIL),
              new AccessConfig.FailedLogins(1, 2, 3, Duration.ofMinutes(4))),
          new ApiConfig(
              50,
              60,
              new ValidationConfig(
                  new ValidationConfig.Indexes.For(
                      List.of(
                          new ValidationConfig.Platform("amd64", "linux"),
                          new ValidationConfig.Platform("arm64", "linux"))),
                  false,
                  new ValidationConfig.Urls(
                      List.of("^https://mirror\\.example\\.com/"), List.of("/private/")),
                  Set.of("image")),
              ApiConfig.Compatibility.REGISTRY2));

  @Test
  void shouldMapWhereCertificatesAreOrdered() {
    HttpConfig.Tls tls =
        read(resource("ordered-certificates.yml")).configuration().http().tls().orElseThrow();

    assertEquals(
        new HttpConfig.LetsEncrypt(
            Path.of("/var/cache/acme"),
            Optional.of("ops@example.com"),
            List.of("registry.example.com", "xn--bcher-kva.example"),
            URI.create("https://acme.example.com/directory"),
            Optional.of(Path.of("/etc/acme/ca.pem"))),
        tls.identity());
  }

  @Test
  void shouldHaveTheDocumentedDefaults() {
    ConfigReader.Result result = read("version: 0.1\nstorage: filesystem\n");

    assertEquals(DEFAULTS, result.configuration());
    assertEquals(List.of(), result.warnings());
  }

  /** Files with every key: some exclude each other. */
  private static final List<String> FULL =
      List.of(
          "everything.yml",
          "tokens-and-rules.yml",
          "rules-in-a-file.yml",
          "ordered-certificates.yml");

  @Test
  void shouldMapTheKeysOfTokensAndRules() {
    ConfigReader.Result result = read(resource("tokens-and-rules.yml"));

    assertEquals(List.of(), result.warnings());
    assertEquals(
        new AuthConfig.Token(
            "https://tokens.example.com/token",
            "registry.example.com",
            "tokens.example.com",
            new AuthConfig.TokenKeys(
                Optional.of(Path.of("/tokens/ca.pem")),
                Optional.of(Path.of("/tokens/jwks.json")),
                Set.of("ES256", "EdDSA")),
            Optional.of("/tokens")),
        result.configuration().auth());
    assertEquals(
        new AccessConfig.Inline(
            new RuleSet(
                List.of(
                    new RuleSet.Rule(
                        Set.of("alice", "bob"),
                        false,
                        false,
                        List.of(RepositoryPattern.parse("team/**")),
                        Set.of(RuleSet.Action.PULL, RuleSet.Action.PUSH))))),
        result.configuration().access().rules());
  }

  @Test
  void shouldRefuseToCountFailedLoginsOverNoTime() {
    String config =
        "auth: {htpasswd: {realm: r, path: /p}}\naccess: {failedlogins: {period: 0s}}\n";

    assertEquals(
        List.of("access.failedlogins.period must be longer than nothing; write it like 10m"),
        problems(LEAST + config));
  }

  @Test
  void shouldMapTheFileOfRules() {
    assertEquals(
        new AccessConfig.RulesFile(Path.of("/access/rules.yml")),
        read(resource("rules-in-a-file.yml")).configuration().access().rules());
  }

  @Test
  void shouldMapEveryKey() {
    ConfigReader.Result result = read(resource("everything.yml"));

    assertEquals(EVERYTHING, result.configuration());
    assertEquals(
        List.of("http.tls.ciphersuites has no effect: the suites of TLS 1.3 cannot be chosen"),
        result.warnings());
  }

  @Test
  void shouldCoverEveryKeyAndEveryComponentInTheFullMapping() throws Exception {
    List<ConfigNode> files = FULL.stream().map(ConfigReaderTest::parsed).toList();
    for (Key<?> key : Keys.ALL) {
      List<ConfigNode> given =
          files.stream()
              .map(file -> find(file, key.path()))
              .filter(Objects::nonNull)
              .filter(node -> !ConfigNode.isNothing(node))
              .toList();
      assertFalse(given.isEmpty(), key.path() + " is in none of " + FULL);
      for (Key<?> field : key.type().fields()) {
        assertTrue(
            given.getFirst() instanceof ConfigNode.Sequence items
                && items.items().stream()
                    .anyMatch(item -> !ConfigNode.isNothing(find(item, field.path()))),
            key.path() + "[]." + field.path() + " is in none of " + FULL);
      }
    }
    assertEveryComponentDiffers("configuration", DEFAULTS, EVERYTHING);
  }

  private static ConfigNode parsed(String file) {
    return YamlText.parseFile(resource(file));
  }

  private static @Nullable ConfigNode find(ConfigNode node, String path) {
    return node instanceof ConfigNode.Mapping mapping
        ? new Values(mapping, new Problems()).find(path)
        : null;
  }

  private static void assertEveryComponentDiffers(String path, Record defaults, Record full)
      throws ReflectiveOperationException {
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      String name = path + "." + component.getName();
      Object one = component.getAccessor().invoke(defaults);
      Object other = component.getAccessor().invoke(full);
      if (one instanceof Record inner
          && other instanceof Record fullInner
          && one.getClass() == other.getClass()
          && inner.getClass() != ListenAddress.class) {
        assertEveryComponentDiffers(name, inner, fullInner);
      } else {
        assertNotEquals(one, other, name + " has its default in everything.yml");
      }
    }
  }

  @Test
  void shouldReadTheConfigOfTheWalkThrough() {
    ConfigReader.Result result = read(resource("walk-through.yml"));

    assertEquals(List.of(), result.warnings());
    Configuration configuration = result.configuration();
    assertEquals(Map.of("service", "registry"), configuration.log().fields());
    assertEquals(
        new StorageConfig.Filesystem(Path.of("/var/lib/registry")),
        configuration.storage().driver());
    assertEquals(new ListenAddress("", 5000), configuration.http().address());
    assertEquals(
        Map.of("X-Content-Type-Options", List.of("nosniff")), configuration.http().headers());
    assertEquals(
        new AuthConfig.Htpasswd("basic-realm", Path.of("/etc/docker/registry/auth/htpasswd")),
        configuration.auth());
    assertTrue(configuration.health().storageDriver());
    assertEquals(
        new HealthConfig.Polling(Duration.ofSeconds(10), 3), configuration.health().storage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          age: 59s    | storage.maintenance.uploadpurging.age must be at least 1m: clients pause between two requests of one upload
          interval: 0 | storage.maintenance.uploadpurging.interval must be longer than nothing; write it like 24h, or set storage.maintenance.uploadpurging.enabled: false
          age: 7d     | storage.maintenance.uploadpurging.age (line 2): '7d' is not a duration; write it like 10s, 5m or 1h30m
          """)
  void shouldRefuseToPurgeUploadsInUseOrWithoutEnd(String line, String error) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                read(
                    "version: 0.1\nstorage: {inmemory: {}, maintenance: {uploadpurging: {%s}}}"
                        .formatted(line)));

    assertEquals(List.of(error), refused.problems());
  }

  @Test
  void shouldPurgeNoUploadsWhenThatIsSwitchedOff() {
    Configuration configuration =
        read("""
                version: 0.1
                storage:
                  inmemory: {}
                  maintenance: {uploadpurging: {enabled: false}}
                """)
            .configuration();

    assertEquals(Optional.empty(), configuration.storage().uploadPurge());
  }

  @Test
  void shouldKeepSecretsOutOfText() {
    String text = read(LEAST + "http: {secret: hunter2}").configuration().toString();

    assertFalse(text.contains("hunter2"), text);
  }

  @Test
  void shouldResolveAnchorsAndMerges() {
    Configuration configuration =
        read("""
                version: 0.1
                x-check: &check {interval: 5s, threshold: 4}
                storage: {inmemory: {}}
                health:
                  storagedriver: {<<: *check, enabled: on, threshold: 2}
                """)
            .configuration();

    assertTrue(configuration.health().storageDriver());
    assertEquals(
        new HealthConfig.Polling(Duration.ofSeconds(5), 2), configuration.health().storage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http: {adr: ':1'}              | http.adr (line 3) is not a known key; did you mean http.addr?
          http: {tls: {certificat: a}}   | http.tls.certificat (line 3) is not a known key; did you mean http.tls.certificate?
          http: {address: ':1'}          | http.address (line 3) is not a known key; did you mean http.addr?
          http: {wholly: 1}              | http.wholly (line 3) is not a known key; see the reference of configuration keys
          loging: {level: info}          | loging (line 3) is not a known key; did you mean log?
          relativeurls: true             | relativeurls (line 3) is not a known key; did you mean http.relativeurls?
          zzzzzzzzzzzz: 1                | zzzzzzzzzzzz (line 3) is not a known key; see the reference of configuration keys
          redis: {addrs: [a]}            | redis (line 3) has no effect: no cache outside the process is needed
          validation: {manifests: {indexes: {platformlist: [{architecture: a, os: b, osversion: c}]}}} | validation.manifests.indexes.platformlist[0].osversion (line 3) is not a known key; it may hold architecture, os
          validation: {manifests: {indexes: {platformlist: [{architecture: a, os: b, ose: c}]}}} | validation.manifests.indexes.platformlist[0].ose (line 3) is not a known key; did you mean os?
          """)
  void shouldWarnOfKeysWithoutEffect(String line, String warning) {
    assertEquals(List.of(warning), read(LEAST + line).warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {url: 'http://a/'}                                     | item 0: name is missing; it must hold text
          {name: a}                                              | item 0: url is missing; it must hold URL
          {name: a, url: 'ftp://u:secret@a/'}                    | item 0: url (line 3): 'ftp://...@a/' does not start with http:// or https://; write https://ftp://...@a/
          {name: a, url: 'http://a/', headers: {Host: [b]}}      | item 0: headers (line 3): Host is set by the registry itself; remove it
          {name: a, url: 'http://a/', headers: {'a b': [c]}}     | item 0: headers (line 3): 'a b' is not the name of a header field
          {name: a, url: 'http://a/', ignore: {actions: [pul]}}  | item 0: ignore.actions (line 3): 'pul' is not one of: pull, push, mount, delete
          """)
  void shouldRefuseAnEndpointOfNotificationsThatCannotWork(String endpoint, String problem) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> read(LEAST + "notifications: {endpoints: [" + endpoint + "]}"));

    assertEquals(List.of("notifications.endpoints (line 3): " + problem), refused.problems());
  }

  @Test
  void shouldRefuseTwoEndpointsOfOneName() {
    String endpoint = "{name: a, url: 'http://a/'}";
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> read(LEAST + "notifications: {endpoints: [" + endpoint + ", " + endpoint + "]}"));

    assertEquals(
        List.of("notifications.endpoints: two endpoints are called 'a'; give each its own name"),
        refused.problems());
  }

  @Test
  void shouldLeaveOutEndpointsThatAreDisabled() {
    Configuration configuration =
        read(LEAST + "notifications: {endpoints: [{name: a, url: 'http://a/', disabled: true}]}")
            .configuration();

    assertEquals(List.of(), configuration.notifications().endpoints());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy: {remoteurl: ''}",
        "notifications: {endpoints: []}",
        "validation: {disabled: false}",
        "redis:",
        "log: {hooks: [{type: mail, disabled: true}]}",
        "http: {tls: {clientcas: []}}"
      })
  void shouldNotMindSectionsThatAreSwitchedOff(String line) {
    assertEquals(List.of(), read(LEAST + line).warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http: {addr: 5000}             | http.addr (line 3): '5000' has no port; write host:port or :port
          http: {addr: ':port'}          | http.addr (line 3): 'port' is not a port number
          http: {addr: ':70000'}         | http.addr (line 3): port 70000 is not between 0 and 65535
          http: {addr: '::1:5000'}       | http.addr (line 3): '::1:5000': an IPv6 address needs brackets, for example [::1]:5000
          http: {net: udp}               | http.net (line 3): 'udp' is not one of: tcp, unix
          http: {net: unix}              | http.addr is missing; it must hold path
          http: {prefix: a}              | http.prefix (line 3): 'a' is not a path of a URL; write it like /registry/
          http: {prefix: '/a b/'}        | http.prefix (line 3): '/a b/' is not a path of a URL; write it like /registry/
          http: {host: 'https://a/b?c'}  | http.host (line 3): 'https://a/b?c' may hold only scheme, host, port and path
          http: {host: example.com}      | http.host (line 3): 'example.com' does not start with http:// or https://; write https://example.com
          http: {draintimeout: 10}       | http.draintimeout (line 3): '10' has no unit; write 10s for seconds
          http: {draintimeout: soon}     | http.draintimeout (line 3): 'soon' is not a duration; write it like 10s, 5m or 1h30m
          http: {headers: {X-A: b}}      | http.headers (line 3): X-A is a value; write a list, for example [a, b]
          http: {tls: {certificate: /c}} | http.tls.key is missing; TLS needs it beside http.tls.certificate
          http: {tls: {key: /k}}         | http.tls.certificate is missing; TLS needs it beside http.tls.key
          http: {tls: {minimumtls: tls1.0}} | http.tls.minimumtls (line 3): 'tls1.0' is not one of: tls1.2, tls1.3
          http: {tls: {clientcas: [/c]}} | http.tls.clientcas needs TLS; add http.tls.certificate and its key
          http: {tls: {certificate: /c, key: /k, clientauth: request-client-cert}} | http.tls.clientauth has no effect without http.tls.clientcas, and everybody may connect; add the files of the authorities, or remove it
          http: {tls: {certificate: /c, key: /k, clientcas: [/c], clientauth: maybe}} | http.tls.clientauth (line 3): 'maybe' is not one of: request-client-cert, require-any-client-cert, verify-client-cert-if-given, require-and-verify-client-cert
          http: {tls: {letsencrypt: {email: a@b.c}}} | http.tls.letsencrypt.cachefile is missing; name a folder that lasts, or remove http.tls.letsencrypt, which does nothing without it
          http: {tls: {letsencrypt: {cachefile: /c}}} | http.tls.letsencrypt.hosts is missing; name the hosts to get certificates for (without them distribution turns every client away)
          http: {tls: {letsencrypt: {cachefile: /c, hosts: []}}} | http.tls.letsencrypt.hosts is missing; name the hosts to get certificates for (without them distribution turns every client away)
          http: {tls: {letsencrypt: {cachefile: /c, hosts: ['*.a.b']}}} | http.tls.letsencrypt.hosts (line 3): '*.a.b' is a pattern, which this way of proof (TLS-ALPN-01) cannot have; name each host
          http: {tls: {letsencrypt: {cachefile: /c, hosts: [1.2.3.4]}}} | http.tls.letsencrypt.hosts (line 3): '1.2.3.4' is not the name of a host; write it like registry.example.com
          http: {tls: {letsencrypt: {cachefile: /c, hosts: ['a_b/..']}}} | http.tls.letsencrypt.hosts (line 3): 'a_b/..' is not the name of a host; write it like registry.example.com
          http: {tls: {letsencrypt: {cachefile: /c, hosts: [a.b], directoryurl: 'http://a/'}}} | http.tls.letsencrypt.directoryurl must start with https://: ACME is spoken over TLS only
          http: {tls: {certificate: /c, key: /k, letsencrypt: {cachefile: /c, hosts: [a.b]}}} | http.tls.certificate and http.tls.letsencrypt do not go together; keep one of them
          http: {limits: {headbytes: 2000000}} | http.limits.headbytes must be at most 1048576
          http: {limits: {targetbytes: 40000}} | http.limits.targetbytes is 40000, more than http.limits.headbytes with 32768; a target is part of the head
          http: {limits: {connections: 0}} | http.limits.connections (line 3): 0 is too small; at least 1
          http: {limits: {http2: {controlframes: 1}}} | http.limits.http2.controlframes (line 3): 1 is too small; at least 100
          http: {timeouts: {head: 0s}}   | http.timeouts.head must be at least 100ms; write it like 15s
          http: {timeouts: {body: 60}}   | http.timeouts.body (line 3): '60' has no unit; write 60s for seconds
          http: nothing                  | http (line 3) is a value; write a section
          http: {relativeurls: maybe}    | http.relativeurls (line 3): 'maybe' is neither true nor false
          log: {level: loud}             | log.level (line 3): 'loud' is not one of: error, warn, info, debug
          log: {fields: [a]}             | log.fields (line 3): is a list; write name: value lines
          auth: {htpasswd: {realm: r}}   | auth.htpasswd.path is missing; it must hold path
          auth: {htpasswd: {path: /p}}   | auth.htpasswd.realm is missing; it must hold text
          auth: {token: {realm: r, service: s, issuer: i}} | auth.token.rootcertbundle and auth.token.jwks are missing; give the keys of the token server in one of them
          auth: {token: {realm: r, service: s, jwks: /j}} | auth.token.issuer is missing; it must hold text
          auth: {token: {realm: 'r"', service: s, issuer: i, jwks: /j}} | auth.token.realm must be printable ASCII without quotes or backslashes
          auth: {token: {realm: r, service: s, issuer: i, jwks: /j, autoredirectpath: p}} | auth.token.autoredirectpath: 'p' does not start with a slash
          auth: {token: {realm: r, service: s, issuer: i, jwks: /j, signingalgorithms: [HS256]}} | auth.token.signingalgorithms (line 3): 'HS256' is not one of: EdDSA, RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384, PS512
          auth: {token: {realm: r, service: s, issuer: i, jwks: /j}, htpasswd: {realm: r, path: /p}} | auth names htpasswd and token; keep one: clients are sent to one place to log in
          access: {rules: [], file: /f}  | access.rules and access.file are both given; keep one
          access: {groups: {a: [b]}}     | access.groups has no meaning without access.rules; add them
          access: {rules: [], anonymous: [pull]} | access.anonymous has no effect beside rules; write the rule {anonymous: true, repositories: ["**"], actions: [pull]}
          access: {rules: [{users: [a]}]} | access: a rule (line 3) allows nothing; add actions: [pull, push, delete, catalog]
          access: {clientcert: {username: cn}} | access.clientcert.username needs verified certificates; give their authorities in http.tls.clientcas, and a http.tls.clientauth that verifies
          http: {trustedproxies: [10.0.0.0/33]} | http.trustedproxies (line 3): /33 is not between /0 and /32 for this kind of address
          http: {trustedproxies: [localhost]} | http.trustedproxies (line 3): 'localhost' is not a range of addresses; write it like 10.0.0.0/8 or ::1
          auth: {htpaswd: {realm: r}}    | auth.htpaswd (line 3) is not a known key; did you mean auth.htpasswd?
          access: {anonymous: [pull]}    | access.anonymous has no meaning without auth.htpasswd: everybody may do everything; add auth.htpasswd or remove it
          access: {anonymous: [push]}    | access.anonymous (line 3): 'push' is not one of: pull
          validation: {manifests: {urls: {allow: ['(']}}} | validation.manifests.urls.allow (line 3): '(' is not a regular expression: Unclosed group
          validation: {manifests: {indexes: {platforms: list}}} | validation.manifests.indexes.platforms: list needs at least one of validation.manifests.indexes.platformlist
          validation: {manifests: {indexes: {platformlist: [{os: a}]}}} | validation.manifests.indexes.platformlist (line 3): item 0: architecture is missing; it must hold text
          validation: {manifests: {indexes: {platformlist: [linux]}}} | validation.manifests.indexes.platformlist (line 3): item 0 is a value; write key: value lines
          validation: {manifests: {indexes: {platformlist: linux}}} | validation.manifests.indexes.platformlist (line 3): is a value; write a list, each item after a dash
          policy: {repository: {classes: [chart]}} | policy.repository.classes (line 3): 'chart' is not one of: image, plugin
          proxy: {remoteurl: https://a}  | proxy (line 3): the pull-through cache is not built in yet; remove the section
          health: {storagedriver: {threshold: -1}} | health.storagedriver.threshold (line 3): -1 is too small; at least 0
          """)
  void shouldRefuse(String line, String problem) {
    assertEquals(List.of(problem), problems(LEAST + line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          storage: {inmemory: {}}                          | version is missing; it must hold 0.1
          {version: 0.2, storage: {inmemory: {}}}          | version (line 1): '0.2' is not one of: 0.1
          version: 0.1                                     | storage names no driver; add storage.filesystem.rootdirectory
          {version: 0.1, storage: {delete: {enabled: on}}} | storage names no driver; add storage.filesystem.rootdirectory
          {version: 0.1, storage: {filesystem: , inmemory: }} | storage names 2 drivers, filesystem and inmemory; keep one
          {version: 0.1, storage: {filesytem: {}}}         | storage.filesytem (line 1) is not a known key; did you mean storage.filesystem?
          {version: 0.1, storage: {s3: {bucket: b}}}       | storage.s3 (line 1): the S3 driver is not built in yet; use storage.filesystem
          {version: 0.1, storage: {s3: {}}}                | storage.s3 (line 1): the S3 driver is not built in yet; use storage.filesystem
          [a]                                              | line 1: the file is a list; write key: value lines
          """)
  void shouldRefuseFile(String text, String problem) {
    assertEquals(List.of(problem), problems(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {disabled: true, manifests: {indexes: {platforms: ALL}}}                | true
          {disabled: true, enabled: true, manifests: {indexes: {platforms: ALL}}} | false
          {enabled: false}                                                        | false
          """)
  void shouldLetEveryUrlAndIndexPassWhenValidationIsDisabled(String section, boolean off) {
    ValidationConfig read =
        read(LEAST + "validation: " + section).configuration().api().validation();

    assertEquals(off, read.indexes() instanceof ValidationConfig.Indexes.None);
    assertEquals(off, read.urls().equals(new ValidationConfig.Urls(List.of(""), List.of())));
    assertTrue(read.completeImages());
  }

  @Test
  void shouldAcceptTheCacheInRedisWithAWarning() {
    assertEquals(
        List.of(
            "storage.cache.blobdescriptor: redis has no effect: the cache is in memory, no other is"
                + " needed"),
        read("{version: 0.1, storage: {inmemory: {}, cache: {blobdescriptor: redis}}}").warnings());
  }

  @Test
  void shouldTakeTheSectionOfDistribution2ForNothing() {
    ConfigReader.Result result = read(LEAST + "compatibility: {schema1: {enabled: true}}");

    assertEquals(
        List.of(
            "compatibility.schema1 (line 3) has no effect: schema 1 was removed from distribution 3"
                + " as well"),
        result.warnings());
    assertEquals(ApiConfig.Compatibility.REGISTRY3, result.configuration().api().compatibility());
  }

  @ParameterizedTest
  @CsvSource({
    "compatibility: registry3, 1000",
    "compatibility: registry2, 2147483647",
    "'compatibility: registry2\ntags: {maxtags: 5}', 5"
  })
  void shouldGiveAllTagsAtOnceLikeDistribution2(String keys, int most) {
    assertEquals(most, read(LEAST + keys).configuration().api().tags());
  }

  @Test
  void shouldListenOnASocketFile() {
    assertEquals(
        new HttpConfig.UnixSocket(Path.of("/run/registry.sock")),
        read(LEAST + "http: {net: unix, addr: /run/registry.sock}")
            .configuration()
            .http()
            .address());
  }

  @ParameterizedTest
  @CsvSource({"/, ''", "'', ''", "/a, /a", "/a/b/, /a/b"})
  void shouldTakeAPrefixWithAndWithoutASlashAtItsEnd(String written, String prefix) {
    assertEquals(
        prefix,
        read(LEAST + "http: {prefix: '" + written + "'}").configuration().http().urls().prefix());
  }

  @Test
  void shouldNameTheCipherSuitesThatAreKnown() {
    String problem =
        problems(LEAST + "http: {tls: {ciphersuites: [TLS_RSA_WITH_RC4_128_SHA]}}").getFirst();

    assertTrue(problem.startsWith("http.tls.ciphersuites (line 3): 'TLS_RSA_WITH_RC4_128_SHA'"));
    assertTrue(problem.contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), problem);
  }

  @Test
  void shouldReportEveryProblemAtOnce() {
    assertEquals(
        3,
        problems("version: 0.1\nstorage: {s3: {bucket: b}, inmemory: {}}\nhttp: {addr: x}").size());
  }

  @Test
  void shouldNameTheLineOfMalformedYaml() {
    String problem = problems("version: 0.1\nhttp:\n  addr: [\n").getFirst();

    assertTrue(problem.startsWith("line 4, column 1: not valid YAML: "), problem);
  }

  @Test
  void shouldRefuseKeyGivenTwice() {
    assertEquals(
        List.of("line 3: version is given twice; keep one"), problems(LEAST + "version: 0.1\n"));
  }

  private static ConfigReader.Result read(String text) {
    return ConfigReader.read(text, Map.of());
  }

  private static List<String> problems(String text) {
    return assertThrows(ConfigException.class, () -> read(text)).problems();
  }

  private static String resource(String name) {
    try (var stream = ConfigReaderTest.class.getResourceAsStream("/config/" + name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
