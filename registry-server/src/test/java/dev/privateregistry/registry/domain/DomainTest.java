package dev.privateregistry.registry.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTest {
  private static final String EMPTY_SHA256 =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        "library/alpine",
        "a.b",
        "a_b",
        "a__b",
        "a-b",
        "a---b",
        "a/b/c",
        "a1/b-2/c__3.d"
      })
  void shouldAcceptRepositoryName(String text) {
    assertNotNull(RepositoryName.tryParse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a/", "/a", "a//b", "A", "aB", ".a", "a.", "-a", "a-", "_a", "a_", "a___b", "a..b",
        "a._b", "a-_b", "..", "../a", "a/../b", "a b", "a:b", "ä", "a\u0000", "a%2fb", "_layers"
      })
  void shouldRefuseRepositoryName(String text) {
    assertNull(RepositoryName.tryParse(text));
    assertThrows(IllegalArgumentException.class, () -> new RepositoryName(text));
  }

  @Test
  void shouldBoundTheLengthOfNames() {
    assertNotNull(RepositoryName.tryParse("a".repeat(255)));
    assertNull(RepositoryName.tryParse("a".repeat(256)));
    assertNotNull(Tag.tryParse("a".repeat(128)));
    assertNull(Tag.tryParse("a".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "_", "v1.0-rc_1", "A", "1", "1.tmp", "sha256-abc.sig"})
  void shouldAcceptTag(String text) {
    assertInstanceOf(Tag.class, Reference.tryParse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "-a", ".a", "a/b", "a b", "a+b", "ä", "a\n"})
  void shouldRefuseTag(String text) {
    assertNull(Reference.tryParse(text));
    assertThrows(IllegalArgumentException.class, () -> new Tag(text));
  }

  @Test
  void shouldReadBackTheDigestOfContent() {
    Digest digest = Digest.sha256(new byte[0]);
    assertEquals(EMPTY_SHA256, digest.toString());
    assertEquals(digest, Digest.tryParse(EMPTY_SHA256));
    Digest longer = Digest.of(Digest.Algorithm.SHA512, new byte[] {1});
    assertEquals(longer, Reference.tryParse(longer.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "sha256",
        "sha256:",
        "sha256:e3b0c4",
        "sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:../../98fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855aa",
        "md5:d41d8cd98f00b204e9800998ecf8427e"
      })
  void shouldRefuseDigest(String text) {
    assertNull(Digest.tryParse(text));
    assertThrows(IllegalArgumentException.class, () -> Digest.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "application/JSON; charset=utf-8, application/json",
    "' application/vnd.oci.image.index.v1+json ', application/vnd.oci.image.index.v1+json",
  })
  void shouldReadMediaTypeWithoutParameters(String text, String expected) {
    assertEquals(new MediaType(expected), MediaType.tryParse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "json", "/json", "application/", "a/b/c", "a b/c", "a\nb/c"})
  void shouldRefuseMediaType(String text) {
    assertNull(MediaType.tryParse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-, 10, 0, 10",
    "bytes=0-0, 10, 0, 1",
    "bytes=3-5, 10, 3, 3",
    "bytes=3-500, 10, 3, 7",
    "bytes=9-, 10, 9, 1",
    "bytes=-4, 10, 6, 4",
    "bytes=-400, 10, 0, 10",
    "BYTES = , 10, -1, 10",
    "Bytes=2-3, 10, 2, 2",
    "bytes=0-99999999999999999999999, 10, 0, 10",
  })
  void shouldReadRange(String field, long size, long offset, long length) {
    ByteRange expected = offset < 0 ? ByteRange.WHOLE : new ByteRange.Part(offset, length);
    assertEquals(expected, ByteRange.of(field, size));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=10-, 10",
    "bytes=11-12, 10",
    "bytes=-0, 10",
    "bytes=5-3, 10",
    "bytes=-1, 0",
    "bytes=99999999999999999999999-, 10",
  })
  void shouldNotSatisfyRange(String field, long size) {
    assertEquals(ByteRange.UNSATISFIABLE, ByteRange.of(field, size));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes",
        "0-1",
        "bytes=+1-2",
        "bytes=1"
      })
  void shouldAnswerWithTheWholeWhenRangeIsNotUnderstood(String field) {
    assertEquals(ByteRange.WHOLE, ByteRange.of(field, 10));
  }

  /** As containerd asks for everything, with {@code bytes=0-}. */
  @Test
  void shouldAnswerWithTheWholeWhenAllOfNothingIsAskedFor() {
    assertEquals(ByteRange.WHOLE, ByteRange.of("bytes=0-", 0));
    assertEquals(ByteRange.UNSATISFIABLE, ByteRange.of("bytes=1-", 0));
  }

  @Test
  void shouldTellForeignLayersByTypeAndUrls() {
    Digest digest = Digest.sha256(new byte[0]);
    String foreign = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
    List<String> urls = List.of("https://example.com/layer");
    assertTrue(new Descriptor(foreign, digest, 0, urls).isForeign());
    assertFalse(new Descriptor(foreign, digest, 0, List.of()).isForeign());
    assertFalse(new Descriptor("application/octet-stream", digest, 0, urls).isForeign());
    assertThrows(
        IllegalArgumentException.class, () -> new Descriptor(foreign, digest, -1, List.of()));
  }
}
