package dev.privateregistry.registry.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
  private static final String OCI = MediaType.OCI_MANIFEST.value();
  private static final String INDEX = MediaType.OCI_INDEX.value();
  private static final String DOCKER = MediaType.DOCKER_MANIFEST.value();
  private static final String LIST = MediaType.DOCKER_MANIFEST_LIST.value();
  private static final String DIGEST = Digest.sha256(new byte[0]).toString();
  private static final String LAYER =
      "{'mediaType':'application/octet-stream','digest':'" + DIGEST + "','size':0}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json"
      })
  void shouldReadImage(String type) {
    Manifest manifest = parse(image("'mediaType':'" + type + "',"), type);
    Manifest.Image image = assertInstanceOf(Manifest.Image.class, manifest);
    assertEquals(type, image.mediaType().value());
    assertEquals(DIGEST, image.config().digest().toString());
    assertEquals(1, image.layers().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json"
      })
  void shouldReadIndex(String type) {
    Manifest manifest = parse(index("'mediaType':'" + type + "',"), type);
    assertEquals(1, assertInstanceOf(Manifest.Index.class, manifest).manifests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'artifactType':1,",
        "'artifactType':{},",
        "'annotations':[],",
        "'annotations':'a',",
        "'annotations':{'a':1},",
        "'annotations':{'a':null},",
      })
  void shouldRefuseAnnotationsAndTypesThatAreNoText(String member) {
    assertThrows(RegistryException.class, () -> parse(image(member), OCI));
    assertThrows(RegistryException.class, () -> parse(index(member), INDEX));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'artifactType':'a/b', | a/b",
        "'artifactType':'', | application/octet-stream",
        " | application/octet-stream",
      },
      delimiter = '|')
  void shouldTakeTheArtifactTypeOfAnImageFromItsConfigOtherwise(
      @Nullable String member, String expected) {
    String text = image("'subject':" + LAYER + "," + (member == null ? "" : member));
    assertEquals(expected, referrer(text).artifactType());
  }

  @Test
  void shouldGiveAnIndexNoArtifactTypeButItsOwn() {
    String subject = "'subject':" + LAYER + ",";
    assertNull(referrer(index(subject)).artifactType());
    assertEquals("a/b", referrer(index(subject + "'artifactType':'a/b',")).artifactType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{'subject':{}}", "{'subject':{'digest':'x'}}"})
  void shouldFindNoReferrerInOtherContent(String text) {
    byte[] content = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertNull(ReferrerParser.parse(Digest.sha256(content), content));
    assertEquals(List.of(), ReferrerParser.entries(content));
  }

  private static Referrer referrer(String text) {
    byte[] content = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Referrer referrer = ReferrerParser.parse(Digest.sha256(content), content);
    assertNotNull(referrer);
    return referrer;
  }

  @Test
  void shouldReadSubject() {
    Manifest manifest = parse(image("'subject':" + LAYER + ","), OCI);
    assertNotNull(manifest.subject());
  }

  @Test
  void shouldTakeTheTypeFromEitherPlaceOrTheContent() {
    assertEquals(MediaType.OCI_MANIFEST, parse(image(""), null).mediaType());
    assertEquals(MediaType.OCI_INDEX, parse(index(""), null).mediaType());
    assertEquals(MediaType.OCI_MANIFEST, parse(image(""), OCI + "; charset=utf-8").mediaType());
    assertEquals(
        MediaType.DOCKER_MANIFEST, parse(image("'mediaType':'" + DOCKER + "',"), null).mediaType());
  }

  static String[][] refused() {
    return new String[][] {
      {"", OCI, "not a JSON object"},
      {"[]", OCI, "not a JSON object"},
      {"{", OCI, "not valid JSON"},
      {image("") + "x", OCI, "not valid JSON"},
      {image("") + "{}", OCI, "not valid JSON"},
      {image("'layers':[],"), OCI, "Duplicate"},
      {image("'x':{'a':1,'a':2},"), OCI, "Duplicate"},
      {image("'Layers':[],"), OCI, "must be written layers"},
      {image("'MANIFESTS':[],"), OCI, "must be written manifests"},
      {"{'schemaVersion':1}", OCI, "schemaVersion must be 2"},
      {"{'schemaVersion':'2'}", OCI, "schemaVersion must be 2"},
      {"{'mediaType':'" + OCI + "'}", OCI, "schemaVersion must be 2"},
      {image("'mediaType':'" + DOCKER + "',"), OCI, "but Content-Type is"},
      {image("'mediaType':7,"), OCI, "mediaType must be a string"},
      {image("'mediaType':'x',"), OCI, "not a media type"},
      {image(""), "x", "Content-Type is not a media type"},
      {image(""), "application/json", "not supported"},
      {image(""), DOCKER, "must name it in mediaType"},
      {index(""), LIST, "must name it in mediaType"},
      {image(""), INDEX, "must not have config"},
      {index(""), OCI, "must not have manifests"},
      {image("'manifests':[],"), OCI, "must not have manifests"},
      {index("'layers':[],"), INDEX, "must not have layers"},
      {index("'config':" + LAYER + ","), INDEX, "must not have config"},
      {"{'schemaVersion':2,'layers':[]}", OCI, "config must be a descriptor"},
      {"{'schemaVersion':2,'config':" + LAYER + "}", OCI, "layers must be a list"},
      {"{'schemaVersion':2,'manifests':{}}", INDEX, "manifests must be a list"},
      {withLayer("{}"), OCI, "layers[0].mediaType"},
      {withLayer("7"), OCI, "layers[0] must be a descriptor"},
      {withLayer(LAYER.replace("sha256", "sha1")), OCI, "layers[0].digest"},
      {withLayer(LAYER.replace(":0}", ":-1}")), OCI, "layers[0].size"},
      {withLayer(LAYER.replace(":0}", ":0.5}")), OCI, "layers[0].size"},
      {withLayer(LAYER.replace(":0}", ":99999999999999999999}")), OCI, "layers[0].size"},
      {image("'subject':{'digest':'x'},"), OCI, "subject.mediaType"},
      {"\uFEFF" + image(""), OCI, "not valid JSON"},
      {image("'deep':" + "[".repeat(100) + "]".repeat(100) + ","), OCI, "nesting depth"},
    };
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldRefuseManifestAndSayWhy(String json, String contentType, String reason) {
    RegistryException e = assertThrows(RegistryException.class, () -> parse(json, contentType));
    assertEquals(ErrorCode.MANIFEST_INVALID, e.errors().getFirst().code());
    String detail = e.errors().getFirst().detail().toString();
    assertTrue(detail.contains(reason), detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32BE"})
  void shouldRefuseManifestThatIsNotInUtf8(String charset) {
    byte[] content = image("").replace('\'', '"').getBytes(Charset.forName(charset));
    assertThrows(RegistryException.class, () -> ManifestParser.parse(content, OCI));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "{'mediaType':'application/vnd.x+json'} | application/vnd.x+json",
        "{'manifests':[]} | application/vnd.oci.image.index.v1+json",
        "{'layers':[],'layers':[]} | application/vnd.oci.image.manifest.v1+json",
        "{'schemaVersion':1} | application/vnd.docker.distribution.manifest.v1+prettyjws",
      })
  void shouldNameTheTypeOfWhatIsStoredAlready(String json, String expected) throws IOException {
    byte[] content = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertEquals(expected, ManifestParser.storedMediaType(content).value());
  }

  private static Manifest parse(String json, @Nullable String contentType) {
    return ManifestParser.parse(
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), contentType);
  }

  private static String image(String more) {
    return "{" + more + "'schemaVersion':2,'config':" + LAYER + ",'layers':[" + LAYER + "]}";
  }

  private static String withLayer(String layer) {
    return "{'schemaVersion':2,'config':" + LAYER + ",'layers':[" + layer + "]}";
  }

  private static String index(String more) {
    return "{" + more + "'schemaVersion':2,'manifests':[" + LAYER + "]}";
  }
}
