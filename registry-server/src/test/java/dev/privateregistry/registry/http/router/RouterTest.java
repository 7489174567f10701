package dev.privateregistry.registry.http.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  private static final Digest DIGEST = Digest.sha256(new byte[0]);
  private static final String ENCODED = DIGEST.toString().replace(":", "%3A");

  static Object[][] routes() {
    return new Object[][] {
      {"/", new Route.Root()},
      {"/v2", new Route.Base()},
      {"/v2/", new Route.Base()},
      {"/v2/_catalog", new Route.Catalog()},
      {"/v2/_catalog/", new Route.Catalog()},
      {"/v2/a/tags/list", new Route.TagList(name("a"))},
      {"/v2/a/b/c/tags/list/", new Route.TagList(name("a/b/c"))},
      {"/v2/a/manifests/latest", new Route.Manifest(name("a"), new Tag("latest"))},
      {"/v2/a/manifests/latest/", new Route.Manifest(name("a"), new Tag("latest"))},
      {"/v2/a/manifests/" + DIGEST, new Route.Manifest(name("a"), DIGEST)},
      {"/v2/a/manifests/" + ENCODED, new Route.Manifest(name("a"), DIGEST)},
      {"/v2/a%2Fb/manifests/x", new Route.Manifest(name("a/b"), new Tag("x"))},
      {"/v2/a/blobs/" + DIGEST, new Route.Blob(name("a"), DIGEST)},
      {"/v2/a/blobs/uploads", new Route.Uploads(name("a"))},
      {"/v2/a/blobs/uploads/", new Route.Uploads(name("a"))},
      {"/v2/a/blobs/uploads/some-id", new Route.Upload(name("a"), "some-id")},
      {"/v2/a/b/referrers/" + DIGEST, new Route.Referrers(name("a/b"), DIGEST)},
      {"/v2/a/referrers/" + ENCODED, new Route.Referrers(name("a"), DIGEST)},
      {"/v2/a/referrers/tags/list", new Route.TagList(name("a/referrers"))},
      {"/v2/manifests/manifests/manifests", manifest("manifests", "manifests")},
      {"/v2/a/blobs/uploads/manifests/x", manifest("a/blobs/uploads", "x")},
      {"/v2/a/manifests/blobs/uploads/", new Route.Uploads(name("a/manifests"))},
      {"/v2/a/tags/list/manifests/x", manifest("a/tags/list", "x")},
      {"/v2/blobs/uploads/tags/list", new Route.TagList(name("blobs/uploads"))},
    };
  }

  @ParameterizedTest
  @MethodSource("routes")
  void shouldFindRoute(String path, Route expected) {
    assertEquals(expected, Router.route("GET", path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/v1/",
        "/v2x",
        "/v2//",
        "/v2/a",
        "/v2/manifests/x",
        "/v2/blobs/uploads/",
        "/v2/tags/list",
        "/v2/a/tags/other",
        "/v2/a/other/x",
        "/v2/referrers/x",
        "/v2/a/manifests/%zz",
        "/v2/a/manifests/%ff",
        "/v2/a/manifests/x%",
      })
  void shouldNotKnowPath(String path) {
    assertInstanceOf(Route.Unknown.class, Router.route("GET", path));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/A/manifests/x, NAME_INVALID",
    "GET, /v2/a/../b/manifests/x, NAME_INVALID",
    "GET, /v2/a/%2e%2e/b/tags/list, NAME_INVALID",
    "GET, /v2/a%252Fb/tags/list, NAME_INVALID",
    "GET, /v2/a%00/tags/list, NAME_INVALID",
    "GET, /v2/_catalog/manifests/x, NAME_INVALID",
    "GET, /v2/a/manifests/.x, MANIFEST_UNKNOWN",
    "HEAD, /v2/a/manifests/.x, MANIFEST_UNKNOWN",
    "PUT, /v2/a/manifests/.x, TAG_INVALID",
    "GET, /v2/a/manifests/sha256:abc, DIGEST_INVALID",
    "GET, /v2/a/blobs/sha256:abc, DIGEST_INVALID",
    "GET, /v2/a/blobs/latest, DIGEST_INVALID",
    "GET, /v2/a/referrers/latest, DIGEST_INVALID",
    "GET, /v2/a/referrers/sha256:abc, DIGEST_INVALID",
    "GET, /v2/A/referrers/latest, NAME_INVALID",
    "POST, /v2/A/blobs/uploads/, NAME_INVALID",
    "PATCH, /v2/A/blobs/uploads/id, NAME_INVALID",
  })
  void shouldNameTheInvalidPart(String method, String path, ErrorCode code) {
    assertEquals(code, assertInstanceOf(Route.Invalid.class, Router.route(method, path)).code());
  }

  @ParameterizedTest
  @CsvSource({
    "a=1&b=2, b, 2",
    "a=1&a=2, a, 1",
    "digest=sha256%3Aab, digest, sha256:ab",
    "digest=sha256:ab, digest, sha256:ab",
    "_state=ab==&x=1, _state, ab==",
    "_state=ab%3D%3D, _state, ab==",
    "from=a/b&mount=c, from, a/b",
    "a=x+y, a, x y",
    "a&b=1, a, ''",
    "&&b=1, b, 1",
  })
  void shouldReadParameter(String query, String name, String value) {
    assertEquals(value, new Query(query).first(name));
  }

  @Test
  void shouldTellAbsentAndMalformedParameters() {
    assertNull(new Query("").first("a"));
    assertNull(new Query("ab=1").first("a"));
    assertNull(new Query("a=%zz").first("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "tag=a, a",
    "tag=a&x=1&tag=b&tag=a, a b a",
    "tags=a&tag&tag=, ' '",
    "tag=%zz&tag=b, ' b'",
    "x=tag, ''",
  })
  void shouldReadEveryValueOfAParameter(String query, String values) {
    assertEquals(values, String.join(" ", new Query(query).all("tag")));
  }

  private static RepositoryName name(String text) {
    return new RepositoryName(text);
  }

  private static Route manifest(String name, String tag) {
    return new Route.Manifest(name(name), new Tag(tag));
  }
}
