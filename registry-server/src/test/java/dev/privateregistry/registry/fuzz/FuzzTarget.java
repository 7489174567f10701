package dev.privateregistry.registry.fuzz;

import dev.privateregistry.registry.auth.AuthFuzz;
import dev.privateregistry.registry.auth.token.TokenFuzz;
import dev.privateregistry.registry.http.handler.UploadFuzz;
import dev.privateregistry.registry.http.netty.Http1Fuzz;
import dev.privateregistry.registry.http.router.QueryFuzz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** What is fuzzed. The kept inputs of each are in {@code src/test/resources/fuzz/<folder>}. */
enum FuzzTarget {
  NAMES(DomainFuzz::names),
  DIGEST(DomainFuzz::digest),
  PATTERN(DomainFuzz::pattern),
  RANGE(DomainFuzz::range),
  MEDIA_TYPE(DomainFuzz::mediaType),
  MANIFEST(ManifestFuzz::manifest),
  STORED_MANIFEST(ManifestFuzz::stored),
  CONFIG(ConfigFuzz::config),
  FORWARDED(ForwardedFuzz::forwarded),
  LAYOUT(LayoutFuzz::layout),
  CONTENT_RANGE(UploadFuzz::contentRange),
  UPLOAD_STATE(UploadFuzz::state),
  QUERY(QueryFuzz::query),
  AUTHORIZATION(AuthFuzz::authorization),
  HTPASSWD(AuthFuzz::htpasswd),
  TOKEN(TokenFuzz::token),
  KEY_SET(TokenFuzz::keySet),
  HTTP_HEAD(Http1Fuzz::head),
  CHUNKED(Http1Fuzz::chunked);

  private final Property property;

  FuzzTarget(Property property) {
    this.property = property;
  }

  /** What holds for every input; anything thrown says that it does not. */
  interface Property {
    void check(byte[] input) throws Exception;
  }

  void check(byte[] input) throws Exception {
    property.check(input);
  }

  /** Where its kept inputs are. */
  Path corpus() {
    String folder = name().toLowerCase(Locale.ROOT);
    try {
      return Path.of(
          Objects.requireNonNull(FuzzTarget.class.getResource("/fuzz/" + folder)).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(corpus())) {
      return files.sorted().toList();
    }
  }
}
