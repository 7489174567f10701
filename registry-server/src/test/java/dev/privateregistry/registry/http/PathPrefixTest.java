package dev.privateregistry.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.privateregistry.registry.auth.Principal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code http.prefix}. */
class PathPrefixTest {
  private static final PathPrefix PREFIX = new PathPrefix("/team/registry");

  @ParameterizedTest
  @CsvSource({
    "/team/registry/v2/, /v2/",
    "/team/registry/v2/a/tags/list, /v2/a/tags/list",
    "/team/registry/, /",
    "/, /",
    "/team/registry, /-",
    "/team/registryv2/, /-",
    "/v2/, /-",
    "/team/v2/, /-",
    "/TEAM/registry/v2/, /-"
  })
  void shouldTakeThePrefixOffThePath(String path, String seen) throws Exception {
    Handler inner = request -> Response.text(200, "text/plain", request.path());

    Response answer = PREFIX.around(inner).answer(FakeRequest.of("GET", path));

    assertEquals(
        seen, new String(((ResponseBody.Bytes) answer.body()).content(), StandardCharsets.UTF_8));
  }

  @Test
  void shouldNameTheNextPageByItsWholePath() throws Exception {
    Handler inner =
        request ->
            Response.empty(
                200, Headers.of("Link", "</v2/_catalog?last=a&n=1>; rel=\"next\"", "X-A", "b"));

    Response answer =
        PREFIX.around(inner).answer(FakeRequest.of("GET", "/team/registry/v2/_catalog"));

    assertEquals(
        "</team/registry/v2/_catalog?last=a&n=1>; rel=\"next\"", answer.headers().first("Link"));
    assertEquals("b", answer.headers().first("X-A"));
  }

  @Test
  void shouldTellTheWholeRequestWhoAsks() throws Exception {
    FakeRequest request = FakeRequest.of("GET", "/team/registry/v2/");
    Principal alice = new Principal.User("alice");
    Handler inner =
        seen -> {
          seen.identify(alice);
          return Response.empty(200, Headers.none());
        };

    PREFIX.around(inner).answer(request);

    assertEquals(alice, request.principal());
  }

  @Test
  void shouldShowObserversThePathWithoutThePrefix() {
    List<String> seen = new ArrayList<>();
    ExchangeObserver inner =
        (request, status, bytes, nanos) -> seen.add(request.path() + " " + status);

    PREFIX.around(inner).completed(FakeRequest.of("GET", "/team/registry/v2/a/blobs/x"), 404, 0, 0);

    assertEquals(List.of("/v2/a/blobs/x 404"), seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a", "/a/"})
  void shouldNotBeMadeOfWhatIsNoPrefix(String text) {
    assertThrows(IllegalArgumentException.class, () -> new PathPrefix(text));
  }
}
