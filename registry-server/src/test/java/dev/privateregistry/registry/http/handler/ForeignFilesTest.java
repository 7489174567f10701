package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.gc.StorageCheck;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.UnforcedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What other programs, people and crashes leave in the layout. It harms nothing but what it
 * replaces; a push, or {@code fsck --repair} and a push, brings that back.
 */
class ForeignFilesTest {
  private static final String LAYER = "the layer";
  private static final Digest LAYER_DIGEST = Digest.sha256(bytes(LAYER));
  private static final Digest NOTHING = Digest.sha256(bytes("never stored"));
  private static final Set<Integer> SERVED_OR_UNKNOWN = Set.of(200, 404);

  @TempDir Path root;

  private StorageDriver driver;
  private Digest image;

  /** What is done to a volume that holds the images {@code a:latest} and {@code b:latest}. */
  private record Volume(Path root, Digest image) {
    Path repository() {
      return root.resolve("docker/registry/v2/repositories/a");
    }

    Path tag(String name) {
      return repository().resolve("_manifests/tags").resolve(name);
    }

    Path revision() {
      return repository().resolve("_manifests/revisions/sha256").resolve(image.hex());
    }

    Path layer() {
      return repository().resolve("_layers/sha256").resolve(LAYER_DIGEST.hex());
    }

    Path blob(Digest digest) {
      return root.resolve("docker/registry/v2/blobs/sha256")
          .resolve(digest.hex().substring(0, 2))
          .resolve(digest.hex());
    }

    /** The same file; what is there goes. */
    static void write(Path path, String content) throws IOException {
      Path file = path.normalize();
      remove(file);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }

    static void folder(Path folder) throws IOException {
      remove(folder);
      Files.createDirectories(folder);
    }

    static void link(Path link, String target) throws IOException {
      remove(link);
      Files.createSymbolicLink(link, Path.of(target));
    }

    static void remove(Path path) throws IOException {
      if (Files.exists(path)) {
        try (Stream<Path> all = Files.walk(path)) {
          for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    }
  }

  @FunctionalInterface
  private interface Change {
    void apply(Volume volume) throws IOException;
  }

  enum Foreign {
    EMPTY_TAG_LINK(v -> Volume.write(v.tag("latest/current/link"), "")),
    TAG_LINK_WITH_NEWLINE(v -> Volume.write(v.tag("latest/current/link"), v.image + "\n")),
    TAG_LINK_TO_NOTHING(v -> Volume.write(v.tag("latest/current/link"), NOTHING.toString())),
    TAG_LINK_IS_A_FOLDER(v -> Volume.folder(v.tag("latest/current/link"))),
    TAG_LINK_IS_LARGE(v -> Volume.write(v.tag("latest/current/link"), "x".repeat(100_000))),
    TAG_WITHOUT_CURRENT(v -> Volume.remove(v.tag("latest/current"))),
    TAG_WITHOUT_LINK(v -> Volume.remove(v.tag("latest/current/link"))),
    TAG_CURRENT_IS_A_FILE(v -> Volume.write(v.tag("latest/current"), "x")),
    TAG_IS_A_FILE(v -> Volume.write(v.tag("latest"), "x")),
    TAG_INDEX_IS_A_FILE(v -> Volume.write(v.tag("latest/index"), "x")),
    EMPTY_TAG_FOLDER(v -> Volume.folder(v.tag("other"))),
    TAGS_IS_A_FILE(v -> Volume.write(v.tag("."), "x")),
    STRAY_TEMPORARY_BESIDE_A_LINK(v -> Volume.write(v.tag("latest/current/link.1.tmp"), "x")),
    STRAY_TEMPORARY_BESIDE_TAGS(v -> Volume.write(v.tag("x.tmp"), "x")),
    TAG_IS_A_SYMLINK(v -> Volume.link(v.tag("other"), "latest")),
    TAG_IS_A_LOOP(v -> Volume.link(v.tag("other"), "other")),
    TAG_LINK_IS_A_LOOP(v -> Volume.link(v.tag("latest/current/link"), "link")),
    TAG_POINTS_OUTSIDE(v -> Volume.link(v.tag("other"), "/nonexistent")),
    NOT_A_TAG(v -> Volume.write(v.tag("-not a tag-/current/link"), "x")),
    EMPTY_REVISION_LINK(v -> Volume.write(v.revision().resolve("link"), "")),
    REVISION_WITHOUT_LINK(v -> Volume.remove(v.revision().resolve("link"))),
    REVISION_LINK_IS_A_FOLDER(v -> Volume.folder(v.revision().resolve("link"))),
    REVISION_IS_A_FILE(v -> Volume.write(v.revision(), "x")),
    REVISIONS_OF_NO_DIGEST(v -> Volume.write(v.revision().resolveSibling("zzz/link"), "x")),
    REVISIONS_OF_NO_ALGORITHM(v -> Volume.write(v.revision().resolve("../../md5/00/link"), "x")),
    EMPTY_LAYER_LINK(v -> Volume.write(v.layer().resolve("link"), "")),
    LAYER_LINK_TO_NOTHING(v -> Volume.write(v.layer().resolve("link"), NOTHING.toString())),
    LAYER_LINK_IS_A_FOLDER(v -> Volume.folder(v.layer().resolve("link"))),
    LAYERS_IS_A_FILE(v -> Volume.write(v.repository().resolve("_layers"), "x")),
    BLOB_TRUNCATED(v -> Volume.write(v.blob(LAYER_DIGEST).resolve("data"), "the")),
    BLOB_EMPTY(v -> Volume.write(v.blob(LAYER_DIGEST).resolve("data"), "")),
    BLOB_GONE(v -> Volume.remove(v.blob(LAYER_DIGEST).resolve("data"))),
    BLOB_IS_A_FOLDER(v -> Volume.folder(v.blob(LAYER_DIGEST).resolve("data"))),
    BLOB_FOLDER_IS_A_FILE(v -> Volume.write(v.blob(LAYER_DIGEST), "x")),
    BLOB_IS_A_LOOP(v -> Volume.link(v.blob(LAYER_DIGEST).resolve("data"), "data")),
    BLOB_UNDER_ANOTHER_PREFIX(
        v -> Volume.write(v.blob(NOTHING).resolve("../../zz/" + NOTHING.hex() + "/data"), "x")),
    MANIFEST_DAMAGED(v -> Volume.write(v.blob(v.image).resolve("data"), "{\"schemaVersion\":2}")),
    MANIFEST_EMPTY(v -> Volume.write(v.blob(v.image).resolve("data"), "")),
    MANIFEST_NO_JSON(v -> Volume.write(v.blob(v.image).resolve("data"), "\0\0\0")),
    MANIFEST_TOO_LARGE(v -> Volume.write(v.blob(v.image).resolve("data"), " ".repeat(9_000_000))),
    MANIFEST_IS_A_FOLDER(v -> Volume.folder(v.blob(v.image).resolve("data"))),
    FILE_BESIDE_REPOSITORIES(v -> Volume.write(v.repository().resolveSibling("file"), "x")),
    NOT_A_REPOSITORY(v -> Volume.folder(v.repository().resolveSibling("Upper Case/_manifests"))),
    REPOSITORY_IN_ITSELF(v -> Volume.link(v.repository().resolve("again"), ".")),
    FILE_BESIDE_UPLOADS(v -> Volume.write(v.repository().resolve("_uploads/file"), "x")),
    UPLOAD_OF_NO_ID(v -> Volume.write(v.repository().resolve("_uploads/not-an-id/data"), "x")),
    UPLOADS_IS_A_FILE(v -> Volume.write(v.repository().resolve("_uploads"), "x")),
    REFERRERS_IS_A_FILE(v -> Volume.write(v.repository().resolve("_manifests/referrers"), "x"));

    private final Change change;

    Foreign(Change change) {
      this.change = change;
    }
  }

  @BeforeEach
  void pushImages() throws IOException {
    driver = UnforcedDisk.driver(root);
    TestRegistry registry = open();
    image = registry.pushImage("a", "latest", LAYER);
    registry.pushImage("b", "latest", "another layer");
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeEverythingElse(Foreign foreign) throws IOException {
    foreign.change.apply(new Volume(root.toRealPath(), image));
    TestRegistry registry = open();

    for (String target :
        new String[] {"manifests/latest", "manifests/" + image, "blobs/" + LAYER_DIGEST}) {
      for (String method : new String[] {"HEAD", "GET"}) {
        Response answer = registry.send(method, "/v2/a/" + target);
        assertTrue(
            SERVED_OR_UNKNOWN.contains(answer.status()), () -> target + " " + answer.status());
        if (method.equals("GET") && answer.status() == 200 && target.startsWith("manifests")) {
          assertEquals(image, Digest.sha256(TestRegistry.content(answer)));
        }
      }
    }
    Response tags = registry.send("GET", "/v2/a/tags/list");
    assertTrue(SERVED_OR_UNKNOWN.contains(tags.status()), () -> TestRegistry.text(tags));
    registry.expect(200, "GET", "/v2/a/referrers/" + image);
    String catalog = TestRegistry.text(registry.expect(200, "GET", "/v2/_catalog"));
    assertTrue(catalog.contains("\"b\""), catalog);
    registry.expect(200, "GET", "/v2/b/manifests/latest");
    registry.expect(202, "DELETE", "/v2/b/manifests/latest");
    registry.pushImage("b", "latest", "a third layer");
  }

  /** A client that asks first what is there pushes the rest; then everything is there. */
  @ParameterizedTest
  @EnumSource
  void shouldBeWholeAfterRepairAndPush(Foreign foreign) throws IOException {
    foreign.change.apply(new Volume(root.toRealPath(), image));

    check(true);
    open().pushImage("a", "latest", LAYER);

    TestRegistry registry = open();
    registry.expect(200, "GET", "/v2/a/manifests/latest");
    registry.expect(200, "GET", "/v2/a/manifests/" + image);
    assertEquals(
        LAYER, TestRegistry.text(registry.expect(200, "GET", "/v2/a/blobs/" + LAYER_DIGEST)));
    StorageCheck.Result result = check(false);
    assertTrue(result.isSound(), () -> result.findings().toString());
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeRepairedByAPushAlone(Foreign foreign) throws IOException {
    foreign.change.apply(new Volume(root.toRealPath(), image));
    open().pushImage("a", "latest", LAYER);

    TestRegistry registry = open();
    assertEquals(
        image,
        Digest.sha256(TestRegistry.content(registry.expect(200, "GET", "/v2/a/manifests/latest"))));
    assertEquals(
        LAYER, TestRegistry.text(registry.expect(200, "GET", "/v2/a/blobs/" + LAYER_DIGEST)));
  }

  private StorageCheck.Result check(boolean repair) throws IOException {
    Instant later = Instant.now().plus(Duration.ofDays(2));
    return new StorageCheck(driver, new StorageCheck.Options(repair, false, later))
        .run(finding -> {});
  }

  private TestRegistry open() {
    return new TestRegistry(driver, TestRegistry.options(true, false));
  }
}
