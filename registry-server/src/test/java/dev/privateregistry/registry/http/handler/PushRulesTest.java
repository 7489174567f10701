package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.INDEX;
import static dev.privateregistry.registry.http.handler.TestRegistry.OCI;
import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.catalog.ImageClasses;
import dev.privateregistry.registry.catalog.PushRules;
import dev.privateregistry.registry.catalog.RequiredContent;
import dev.privateregistry.registry.catalog.UrlRules;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Platform;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be pushed: the sections {@code validation} and {@code policy} of config.yml. */
class PushRulesTest {
  private TestRegistry registry;

  @BeforeEach
  void createRegistry() throws IOException {
    push(PushRules.DEFAULT);
  }

  private void push(PushRules rules) throws IOException {
    registry = TestRegistry.with(new MemoryDriver(), rules);
  }

  @Test
  void shouldAcceptForeignLayersWithUrlsOnly() throws IOException {
    allow("^https://e\\.com");
    registry.expectError(400, "MANIFEST_BLOB_UNKNOWN", put("a", "x", foreign("")));
    registry.expect(201, put("a", "x", foreign("\"https://e.com\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -              | -        | https://e.com/layer | 201
          -              | -        | ftp://e.com/layer   | 201
          ^https://e\\.  | -        | https://e.com/layer | 201
          ^https://e\\.  | -        | https://f.com/layer | 400
          ^https://e\\.  | -        | https://e.com/#part | 400
          e              | -        | ftp://e.com/layer   | 400
          e              | -        | https://e .com      | 400
          -              | /secret/ | https://e.com/layer | 201
          -              | /secret/ | https://e.com/secret/layer | 400
          ^https://e\\.  | /secret/ | https://e.com/secret/layer | 400
          """)
  void shouldAcceptTheUrlsThatTheRulesAllow(
      @Nullable String allow, @Nullable String deny, String url, int status) throws IOException {
    push(
        new PushRules(
            RequiredContent.ALL, new UrlRules(patterns(allow), patterns(deny)), ImageClasses.ANY));

    Response answer = registry.expect(status, put("a", "x", foreign("\"" + url + "\"")));

    assertTrue(status == 201 || TestRegistry.text(answer).contains("MANIFEST_INVALID"));
  }

  @Test
  void shouldLeaveTheUrlsOfArtifactsAlone() {
    Digest layer = registry.pushBlob("a", "there");
    String json = TestRegistry.image(registry.pushBlob("a", "{}"), layer);
    String artifact =
        json.replace("application/vnd.oci.image.layer.v1.tar", "text/plain")
            .replace("\"size\":1}]", "\"size\":1,\"urls\":[\"https://e.com\"]}]");

    registry.expect(201, put("a", "x", artifact));
  }

  private void allow(String expression) throws IOException {
    push(
        new PushRules(
            RequiredContent.ALL, new UrlRules(patterns(expression), List.of()), ImageClasses.ANY));
  }

  private static List<Pattern> patterns(@Nullable String expression) {
    return expression == null ? List.of() : List.of(Pattern.compile(expression));
  }

  private String foreign(String urls) {
    String type = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    Digest layer = Digest.sha256(bytes("elsewhere"));
    return TestRegistry.image(registry.pushBlob("a", "{}"), layer)
        .replace("application/vnd.oci.image.layer.v1.tar", type)
        .replace("\"size\":1}]", "\"size\":1,\"urls\":[" + urls + "]}]");
  }

  @Test
  void shouldRequireTheManifestsOfTheListedPlatformsOnly() throws IOException {
    RequiredContent.Manifests listed =
        new RequiredContent.Manifests.For(Set.of(new Platform("amd64", "linux")));
    push(new PushRules(new RequiredContent(listed, true), UrlRules.ANY, ImageClasses.ANY));
    Digest none = Digest.sha256(bytes("none"));
    String unnamed = TestRegistry.index(none);
    assertWarns(registry.expect(201, putIndex(unnamed)));
    assertWarns(registry.expect(201, putIndex(forPlatform(unnamed, "arm64"))));
    registry.expectError(400, "MANIFEST_BLOB_UNKNOWN", putIndex(forPlatform(unnamed, "amd64")));
  }

  private static String forPlatform(String index, String architecture) {
    return index.replace(
        "\"size\":1",
        "\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "image, application/vnd.docker.container.image.v1+json, 201",
    "image, application/vnd.oci.image.config.v1+json, 201",
    "plugin, application/vnd.docker.plugin.v1+json, 201",
    "plugin, application/vnd.oci.image.config.v1+json, 403",
    "image, application/vnd.docker.plugin.v1+json, 403",
    "image, application/vnd.cncf.helm.config.v1+json, 403"
  })
  void shouldAcceptTheClassesOfImagesThatThePolicyNames(String named, String config, int status)
      throws IOException {
    push(new PushRules(RequiredContent.ALL, UrlRules.ANY, new ImageClasses(Set.of(named))));
    String image = TestRegistry.image(registry.pushBlob("a", "{}"), registry.pushBlob("a", "l"));

    registry.expect(
        status, put("a", "x", image.replace("application/vnd.oci.image.config.v1+json", config)));
    registry.expect(201, putIndex(TestRegistry.index()));
  }

  private static void assertWarns(Response response) {
    assertNotNull(response.headers().first("Warning"));
  }

  private static FakeRequest put(String name, String tag, String json) {
    return FakeRequest.of("PUT", "/v2/" + name + "/manifests/" + tag)
        .with("Content-Type", OCI)
        .body(json);
  }

  private static FakeRequest putIndex(String json) {
    return FakeRequest.of("PUT", "/v2/a/manifests/multi").with("Content-Type", INDEX).body(json);
  }
}
