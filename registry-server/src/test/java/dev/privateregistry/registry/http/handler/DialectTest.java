package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The key {@code compatibility} of config.yml. */
class DialectTest {
  private static TestRegistry registry(Dialect dialect) throws IOException {
    ApiOptions options = TestRegistry.options(true, false);
    return new TestRegistry(
        new MemoryDriver(),
        new ApiOptions(
            options.mutations(),
            options.publicUrl(),
            new ApiOptions.Wording(options.wording().extraHeaders(), dialect),
            options.secret(),
            options.limits()));
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameTheTypeOfJson(Dialect dialect) throws IOException {
    TestRegistry registry = registry(dialect);
    registry.pushImage("a", "one", "layer");
    for (String path : new String[] {"/v2/", "/v2/_catalog", "/v2/a/tags/list"}) {
      Response answer = registry.expect(200, "GET", path);
      assertEquals(dialect.json(), answer.headers().first("Content-Type"), path);
    }
    Response error = registry.expect(404, FakeRequest.of("GET", "/v2/none/tags/list"));
    assertEquals(dialect.json(), error.headers().first("Content-Type"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveTheTypesOfManifestsAlone(Dialect dialect) throws IOException {
    TestRegistry registry = registry(dialect);
    registry.pushImage("a", "one", "layer");

    Response manifest = registry.expect(200, "GET", "/v2/a/manifests/one");

    assertEquals(TestRegistry.OCI, manifest.headers().first("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REGISTRY_2 | none | {"Tag":"none"}
          REGISTRY_3 | none | "unknown tag=none"
          REGISTRY_2 | sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 | "Revision":"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
          REGISTRY_3 | sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 | "unknown manifest name=a revision=sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
          """)
  void shouldWordWhatIsUnknown(Dialect dialect, String reference, String detail)
      throws IOException {
    Response answer =
        registry(dialect).expect(404, FakeRequest.of("GET", "/v2/a/manifests/" + reference));

    assertTrue(TestRegistry.text(answer).contains(detail), TestRegistry.text(answer));
  }

  @ParameterizedTest
  @CsvSource({"REGISTRY_2,400", "REGISTRY_3,202"})
  void shouldDeleteTags(Dialect dialect, int status) throws IOException {
    TestRegistry registry = registry(dialect);
    registry.pushImage("a", "one", "layer");

    registry.expect(status, "DELETE", "/v2/a/manifests/one");

    registry.expect(status == 202 ? 404 : 200, "GET", "/v2/a/manifests/one");
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTRY_2,/v2/a/tags/list,200",
    "REGISTRY_3,/v2/a/tags/list,400",
    "REGISTRY_2,/v2/_catalog,200",
    "REGISTRY_3,/v2/_catalog,400"
  })
  void shouldCheckTheNumberOfEntries(Dialect dialect, String path, int status) throws IOException {
    TestRegistry registry = registry(dialect);
    registry.pushImage("a", "one", "layer");

    for (String n : new String[] {"-1", "x", "1.5"}) {
      registry.expect(status, "GET", path + "?n=" + n);
    }
    registry.expect(200, "GET", path + "?n=1");
  }

  @ParameterizedTest
  @CsvSource({"REGISTRY_2,404", "REGISTRY_3,204"})
  void shouldTellTheStatusOfAnUploadWithoutItsState(Dialect dialect, int status)
      throws IOException {
    TestRegistry registry = registry(dialect);
    String id =
        registry.expect(202, "POST", "/v2/a/blobs/uploads/").headers().first("Docker-Upload-UUID");

    registry.expect(status, "GET", "/v2/a/blobs/uploads/" + id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REGISTRY_2 | {"Reason":"the manifest is not a JSON object"}
          REGISTRY_3 | "the manifest is not a JSON object"
          """)
  void shouldGiveDetailsTheirForm(Dialect dialect, String detail) throws IOException {
    Response answer =
        registry(dialect).expect(400, FakeRequest.of("PUT", "/v2/a/manifests/one").body("[]"));

    assertTrue(TestRegistry.text(answer).contains(detail), TestRegistry.text(answer));
  }
}
