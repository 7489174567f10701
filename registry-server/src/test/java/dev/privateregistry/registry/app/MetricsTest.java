package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.registry.auth.HtpasswdLine;
import dev.privateregistry.registry.auth.token.TokenServer;
import dev.privateregistry.registry.http.netty.TestCertificates;
import dev.privateregistry.registry.notification.TestReceiver;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What Prometheus reads, and what is made for its readers. */
@Timeout(60)
class MetricsTest {
  private static final Path MONITORING = Path.of("../deploy/monitoring");
  private static final Pattern METRIC = Pattern.compile("\\b(registry|process|jvm)_[a-z0-9_]+");

  @TempDir Path folder;

  /** Without those of the pull-through cache, which is not built in. */
  @Test
  void shouldHaveEveryMetricOfDistributionWithItsLabels() throws Exception {
    Set<String> ours = new TreeSet<>();
    String scrape = scrape(folder);
    for (String line : samples(scrape)) {
      ours.add(line.replaceAll("=\"[^\"]*\"", "").replaceAll(" .*", ""));
    }
    List<String> missing =
        recorded().stream()
            .filter(line -> !line.contains(" bounds ") && !line.startsWith("registry_proxy_"))
            .filter(line -> !ours.contains(line))
            .toList();

    assertEquals(List.of(), missing, () -> ours.toString());
  }

  @Test
  void shouldHaveTheBucketsOfDistribution() throws Exception {
    String scrape = scrape(folder);
    for (String line : recorded()) {
      if (line.contains(" bounds ")) {
        String name = line.substring(0, line.indexOf(' '));
        String bounds = line.substring(line.indexOf(" bounds ") + 8);
        List<Double> expected = Arrays.stream(bounds.split(" ")).map(MetricsTest::number).toList();
        assertEquals(expected, bounds(scrape, name), name);
      }
    }
  }

  @Test
  void shouldAskInDashboardsAndAlertsOnlyForWhatThereIs() throws Exception {
    String scrape = scrape(folder) + scrapeSecured(folder) + scrapeWithTokens(folder);
    List<String> queries = new ArrayList<>(dashboardQueries());
    queries.addAll(alertQueries());
    assertTrue(queries.size() > 30, queries.size() + " queries");

    Set<String> unknown = new TreeSet<>();
    for (String query : queries) {
      Matcher metric = METRIC.matcher(query.replaceAll("\"[^\"]*\"", ""));
      while (metric.find()) {
        if (!scrape.contains("\n" + metric.group() + "{")
            && !scrape.contains("\n" + metric.group() + " ")) {
          unknown.add(metric.group());
        }
      }
    }
    assertEquals(Set.of(), unknown);
  }

  /** The rules fire when they should, by the tests beside them. */
  @Test
  void shouldPassTheTestsOfPromtool() throws Exception {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeTrue(
        Files.isExecutable(promtool) || System.getenv("CI") != null,
        "promtool is not installed; apt-get install prometheus");
    Process test =
        new ProcessBuilder(promtool.toString(), "test", "rules", "prometheus-rules-test.yaml")
            .directory(MONITORING.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, test.waitFor(), output);
  }

  @Test
  void shouldHaveARunbookForEveryAlert() throws Exception {
    for (JsonNode rule : rules()) {
      String name = rule.get("alert").asText();
      String url = rule.at("/annotations/runbook_url").asText();
      Path page = Path.of("..", url.substring(url.indexOf("docs/")));
      assertTrue(Files.exists(page), () -> name + ": " + page);
      assertTrue(Files.readString(page).startsWith("# " + name + "\n"), page::toString);
      assertTrue(rule.at("/annotations/summary").asText().length() > 20, name);
      assertTrue(
          Set.of("critical", "warning").contains(rule.at("/labels/severity").asText()), name);
    }
  }

  /** All metrics of a server without users, after a round of requests. */
  private static String scrape(Path folder) throws Exception {
    try (TestReceiver receiver = TestReceiver.start();
        RunningServer running = RunningServer.start(folder, config(receiver))) {
      RecordedRequests.send(running);
      for (int i = 0; i < 10; i++) {
        receiver.next();
      }
      return RunningServer.text(running.debug("/metrics"));
    }
  }

  /** Those that come with a certificate, users, a log and a check that fails. */
  private static String scrapeSecured(Path folder) throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    TestCertificates.elliptic(1).write(certificate, key);
    Path htpasswd = folder.resolve("htpasswd");
    Files.writeString(htpasswd, HtpasswdLine.make("alice", "one", 4) + "\n");
    Path down = Files.createFile(folder.resolve("down"));
    Path rules = folder.resolve("rules.yml");
    Files.writeString(rules, "rules: []\n");
    String more =
        """
        auth: {htpasswd: {realm: test, path: %s}}
        access: {file: %s}
        http: {tls: {certificate: %s, key: %s}}
        """
            .formatted(htpasswd, rules, certificate, key);
    String check = "{file: [{file: '" + down + "', interval: 10ms}]}";
    try (RunningServer running = RunningServer.startWith(folder, more, "REGISTRY_HEALTH", check)) {
      RunningServer.await(() -> running.get("/v2/").statusCode() == 503);
      return RunningServer.text(running.debug("/metrics"));
    }
  }

  /** Those that come with a token server. */
  private static String scrapeWithTokens(Path folder) throws Exception {
    Path keys = folder.resolve("jwks.json");
    Files.write(
        keys,
        TokenServer.jwks(TokenServer.jwk(TokenServer.keys("P-256").getPublic()).put("kid", "k")));
    Path certificates = folder.resolve("tokens.pem");
    Files.writeString(certificates, TestCertificates.elliptic(1).certificate());
    String more =
        "auth: {token: {realm: r, service: s, issuer: i, jwks: %s, rootcertbundle: %s}}\n"
            .formatted(keys, certificates);
    try (RunningServer running = RunningServer.start(folder, more)) {
      return RunningServer.text(running.debug("/metrics"));
    }
  }

  private static String config(TestReceiver receiver) {
    return "notifications: {endpoints: [{name: one, url: '" + receiver.url() + "'}]}\n";
  }

  private static List<String> samples(String scrape) {
    return scrape.lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static List<Double> bounds(String scrape, String name) {
    Matcher bucket =
        Pattern.compile("\n" + name + "_bucket\\{[^}]*le=\"([^\"]+)\"").matcher(scrape);
    Set<Double> found = new TreeSet<>();
    while (bucket.find()) {
      found.add(number(bucket.group(1)));
    }
    return List.copyOf(found);
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static List<String> recorded() throws Exception {
    try (InputStream names = MetricsTest.class.getResourceAsStream("distribution-metrics.txt")) {
      assertNotNull(names);
      return new String(names.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<String> dashboardQueries() throws Exception {
    List<String> queries = new ArrayList<>();
    JsonNode dashboard =
        new ObjectMapper().readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
    for (JsonNode panel : dashboard.get("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.get("expr").asText()));
    }
    return queries;
  }

  private static List<String> alertQueries() throws Exception {
    List<String> queries = new ArrayList<>();
    rules().forEach(rule -> queries.add(rule.get("expr").asText()));
    return queries;
  }

  private static List<JsonNode> rules() throws Exception {
    Object file = new Yaml().load(Files.readString(MONITORING.resolve("prometheus-rules.yaml")));
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : new ObjectMapper().valueToTree(file).get("groups")) {
      group.get("rules").forEach(rules::add);
    }
    assertTrue(rules.size() >= 10, rules.size() + " rules");
    return rules;
  }
}
