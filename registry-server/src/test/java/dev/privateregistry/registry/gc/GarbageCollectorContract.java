package dev.privateregistry.registry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What garbage collection removes and keeps. A subclass supplies the storage. */
abstract class GarbageCollectorContract {
  private StorageDriver driver;
  private StoredImages images;
  private final List<String> progress = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  abstract StorageDriver driver() throws IOException;

  @BeforeEach
  void open() throws IOException {
    driver = driver();
    images = new StoredImages(driver);
  }

  @Test
  void shouldRemoveBlobsAndLinksThatNoManifestNeeds() throws IOException {
    Digest layer = images.layer("team/app", "layer");
    Digest image = images.image("team/app", layer);
    Digest unlinked = images.blob("of no repository");
    Digest abandoned = images.layer("team/app", "pushed without a manifest");
    Digest onlyLayers = images.layer("team/other", "of a repository without manifests");

    GarbageCollector.Result result = collect(false);

    assertTrue(images.hasManifest("team/app", image));
    assertTrue(images.hasLayer("team/app", layer));
    for (Digest gone : List.of(unlinked, abandoned, onlyLayers)) {
      assertFalse(images.hasBlob(gone), gone.toString());
    }
    assertFalse(images.exists(StorageLayout.layerLink(StoredImages.name("team/app"), abandoned)));
    assertEquals(
        new GarbageCollector.Result(
            0,
            2,
            3,
            "of no repository".length()
                + "pushed without a manifest".length()
                + "of a repository without manifests".length()),
        result);
    assertEquals(List.of(), problems);
  }

  @Test
  void shouldKeepABlobThatAnotherRepositoryNeeds() throws IOException {
    Digest shared = images.layer("a", "shared");
    images.layer("b", "shared");
    images.image("b", shared);

    collect(false);

    assertTrue(images.hasLayer("b", shared));
    assertFalse(images.exists(StorageLayout.layerLink(StoredImages.name("a"), shared)));
  }

  @Test
  void shouldChangeNothingInADryRun() throws IOException {
    Digest blob = images.layer("team/app", "unused");
    Digest untagged = images.image("team/app", "layer");

    GarbageCollector.Result result = collect(new GarbageCollector.Options(true, true, Instant.MAX));

    assertEquals(1, result.manifests());
    assertEquals(4, result.blobs());
    assertTrue(images.hasLayer("team/app", blob));
    assertTrue(images.hasManifest("team/app", untagged));
  }

  @Test
  void shouldTellWhatItDoesAsDistributionDoes() throws IOException {
    Digest layer = images.layer("team/app", "layer");
    Digest image = images.image("team/app", layer);
    Digest config = Digest.sha256(StoredImages.bytes("{}"));
    Digest unused = images.layer("team/app", "unused");

    collect(false);

    assertEquals(
        List.of(
            "team/app",
            "team/app: marking manifest " + image,
            "team/app: marking blob " + config,
            "team/app: marking blob " + layer,
            "\n3 blobs marked, 1 blobs and 0 manifests eligible for deletion",
            "team/app: layer link eligible for deletion: " + unused,
            "blob eligible for deletion: " + unused),
        progress);
  }

  @Test
  void shouldRemoveUntaggedManifestsOnlyWhenAsked() throws IOException {
    Digest old = images.image("team/app", "old");
    Digest current = images.image("team/app", "current");
    images.tag("team/app", "1.0", old);
    images.tag("team/app", "1.0", current);

    collect(false);
    assertTrue(images.hasManifest("team/app", old));

    GarbageCollector.Result result = collect(true);
    assertEquals(1, result.manifests());
    assertFalse(images.hasManifest("team/app", old));
    assertFalse(images.hasBlob(old));
    assertFalse(
        images.exists(
            StorageLayout.tagIndexLink(StoredImages.name("team/app"), new Tag("1.0"), old)));
    assertTrue(images.hasManifest("team/app", current));
  }

  @Test
  void shouldKeepTheManifestsOfAnIndexThatStays() throws IOException {
    Digest arm = images.image("team/app", "arm");
    Digest amd = images.image("team/app", "amd");
    Digest inner = images.index("team/app", arm);
    Digest outer = images.index("team/app", inner, amd);
    images.tag("team/app", "multi", outer);
    Digest lonely = images.index("team/app", images.image("team/app", "lonely"));

    collect(true);

    for (Digest kept : List.of(arm, amd, inner, outer)) {
      assertTrue(images.hasManifest("team/app", kept), kept.toString());
    }
    assertTrue(images.hasLayer("team/app", Digest.sha256(StoredImages.bytes("arm"))));
    assertFalse(images.hasManifest("team/app", lonely));
    assertFalse(images.hasBlob(Digest.sha256(StoredImages.bytes("lonely"))));
  }

  @Test
  void shouldKeepTheLayersThatAnIndexListsAsManifests() throws IOException {
    Digest layer = images.layer("team/app", "build cache");
    images.tag("team/app", "cache", images.index("team/app", layer));

    collect(true);

    assertTrue(images.hasLayer("team/app", layer));
  }

  @Test
  void shouldKeepWhatIsAboutASubjectThatStays() throws IOException {
    Digest image = images.image("team/app", "image");
    images.tag("team/app", "1.0", image);
    Digest sbom = images.about("team/app", image, "sbom");
    Digest signature = images.about("team/app", sbom, "signature of the sbom");
    Digest untagged = images.image("team/app", "untagged");
    Digest ofUntagged = images.about("team/app", untagged, "signature of nothing");

    collect(true);

    assertTrue(images.hasManifest("team/app", sbom));
    assertTrue(images.hasManifest("team/app", signature));
    assertTrue(images.hasBlob(Digest.sha256(StoredImages.bytes("signature of the sbom"))));
    assertFalse(images.hasManifest("team/app", untagged));
    assertFalse(images.hasManifest("team/app", ofUntagged));
    RepositoryName name = StoredImages.name("team/app");
    assertTrue(images.exists(StorageLayout.referrerLink(name, image, sbom)));
    assertFalse(images.exists(StorageLayout.referrerLink(name, untagged, ofUntagged)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepWhatIsKnownByAnotherAlgorithmToo(boolean deleteUntagged) throws IOException {
    Digest layer = images.layer("team/app", "layer");
    Digest other = Digest.of(Algorithm.SHA512, StoredImages.bytes("layer"));
    Links links = new Links(driver);
    links.write(StorageLayout.layerLink(StoredImages.name("team/app"), other), layer);
    Digest image = images.image("team/app", other);
    Digest used = Digest.of(Algorithm.SHA512, read(image));
    links.write(StorageLayout.revisionLink(StoredImages.name("team/app"), used), image);
    images.tag("team/app", "1.0", used);

    collect(deleteUntagged);

    assertTrue(images.hasManifest("team/app", image));
    assertTrue(images.hasLayer("team/app", layer));
    assertTrue(images.exists(StorageLayout.layerLink(StoredImages.name("team/app"), other)));
    assertTrue(images.exists(StorageLayout.revisionLink(StoredImages.name("team/app"), used)));
  }

  @Test
  void shouldKeepWhatIsYoungerThanTheMinimumAge() throws IOException {
    Digest layer = images.layer("team/app", "push under way");
    Digest untagged = images.image("team/app", "untagged");
    Digest blob = images.blob("of no repository");

    collect(new GarbageCollector.Options(false, true, Instant.now().minus(Duration.ofHours(1))));

    assertTrue(images.hasLayer("team/app", layer));
    assertTrue(images.hasManifest("team/app", untagged));
    assertTrue(images.hasLayer("team/app", Digest.sha256(StoredImages.bytes("untagged"))));
    assertTrue(images.hasBlob(blob));
  }

  @Test
  void shouldGoOnPastBrokenLinksAndKeepWhatTheyAreNamedFor() throws IOException {
    Digest image = images.image("team/app", "image");
    images.tag("team/app", "1.0", image);
    Digest unused = images.layer("team/app", "unused");
    String revision = StorageLayout.revisionLink(StoredImages.name("team/app"), image);
    String tag = StorageLayout.tagCurrentLink(StoredImages.name("team/app"), new Tag("1.0"));
    images.write(revision, "");
    images.write(tag, "nonsense");

    collect(true);

    assertEquals(
        List.of(
            "the link " + revision + " does not hold a digest",
            "the link " + tag + " does not hold a digest"),
        problems);
    assertTrue(images.hasBlob(image));
    assertTrue(images.hasBlob(Digest.sha256(StoredImages.bytes("image"))));
    assertFalse(images.hasBlob(unused));
  }

  @Test
  void shouldKeepTheImageOfATagWhoseManifestLinkIsLost() throws IOException {
    Digest image = images.image("team/app", "image");
    images.tag("team/app", "1.0", image);
    images.delete(StorageLayout.revisionLink(StoredImages.name("team/app"), image));

    collect(true);

    assertTrue(images.hasBlob(image));
    assertTrue(images.hasLayer("team/app", Digest.sha256(StoredImages.bytes("image"))));
  }

  @Test
  void shouldKeepEveryLayerBesideAManifestThatCannotBeRead() throws IOException {
    Digest damaged = images.image("team/app", "layer of the damaged one");
    images.write(StorageLayout.blob(damaged), "\0\0\0");
    Digest elsewhere = images.layer("team/other", "unused");

    collect(false);

    assertTrue(
        images.hasLayer("team/app", Digest.sha256(StoredImages.bytes("layer of the damaged one"))));
    assertFalse(images.hasBlob(elsewhere));
    assertEquals(
        List.of(
            "team/app: the manifest "
                + damaged
                + " cannot be read, its bytes are not those that were pushed; every layer of the"
                + " repository is kept"),
        problems);
  }

  @Test
  void shouldRemoveNothingWhenAFolderThatIsNoRepositoryHoldsManifests() throws IOException {
    Digest unused = images.blob("unused");
    images.write(StorageLayout.REPOSITORIES + "/UPPER/_manifests/revisions/x", "");

    IOException refused = assertThrows(IOException.class, () -> collect(false));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("/UPPER holds manifests"), message);
    assertTrue(images.hasBlob(unused));
  }

  @Test
  void shouldLeaveNothingForASecondRun() throws IOException {
    images.tag("a/b", "1", images.image("a/b", "kept"));
    images.image("a/b", "untagged");
    images.layer("a", "unused");

    collect(true);

    assertEquals(new GarbageCollector.Result(0, 0, 0, 0), collect(true));
  }

  private GarbageCollector.Result collect(boolean deleteUntagged) throws IOException {
    return collect(new GarbageCollector.Options(false, deleteUntagged, Instant.MAX));
  }

  private GarbageCollector.Result collect(GarbageCollector.Options options) throws IOException {
    Journal journal =
        new Journal() {
          @Override
          public void progress(String line) {
            progress.add(line);
          }

          @Override
          public void problem(String line) {
            problems.add(line);
          }
        };
    return new GarbageCollector(driver, options, journal).run();
  }

  private byte[] read(Digest digest) throws IOException {
    byte[] content = driver.read(StorageLayout.blob(digest), 10_000);
    return Objects.requireNonNull(content);
  }
}
