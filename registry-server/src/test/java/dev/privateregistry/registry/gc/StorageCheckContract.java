package dev.privateregistry.registry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a check finds and a repair does. A subclass supplies the storage. */
abstract class StorageCheckContract {
  private static final RepositoryName APP = new RepositoryName("team/app");
  private static final Tag TAG = new Tag("1.0");

  private StorageDriver driver;
  private StoredImages images;
  private Digest image;

  abstract StorageDriver driver() throws IOException;

  @BeforeEach
  void storeAnImage() throws IOException {
    driver = driver();
    images = new StoredImages(driver);
    image = images.image("team/app", "layer");
    images.tag("team/app", "1.0", image);
  }

  @Test
  void shouldFindNothingInWhatIsInOrder() throws IOException {
    images.index("team/app", image, Digest.sha256(StoredImages.bytes("left out on purpose")));
    images.about("team/app", image, "sbom");
    images.write(StorageLayout.uploadStartedAt(APP, "1"), "2026-01-01T00:00:00Z");

    StorageCheck.Result result = check(false);

    assertEquals(List.of(), lines(result));
    assertEquals(1, result.repositories());
    assertEquals(3, result.manifests());
    assertEquals(1, result.tags());
    assertEquals(6, result.blobs());
  }

  @Test
  void shouldWriteABrokenLinkOfAManifestAnew() throws IOException {
    images.write(StorageLayout.revisionLink(APP, image), "");

    expectRepair(
        "wrong: team/app@" + image + ": the link does not hold a digest", "writing it anew");

    assertEquals(image, new Links(driver).read(StorageLayout.revisionLink(APP, image)));
  }

  @Test
  void shouldWriteABrokenLinkOfABlobAnew() throws IOException {
    Digest layer = images.layer("team/app", "layer");
    images.write(StorageLayout.layerLink(APP, layer), "half a dig");

    expectRepair(
        "wrong: team/app blob " + layer + ": the link does not hold a digest", "writing it anew");

    assertTrue(images.hasLayer("team/app", layer));
  }

  @Test
  void shouldWriteABrokenLinkOfAReferrerAnew() throws IOException {
    Digest sbom = images.about("team/app", image, "sbom");
    String link = StorageLayout.referrerLink(APP, image, sbom);
    images.write(link, "");

    expectRepair(
        "wrong: team/app@%s, about %s: its link in the list does not hold a digest"
            .formatted(sbom, image),
        "writing it anew");

    assertEquals(sbom, new Links(driver).read(link));
  }

  @Test
  void shouldRemoveFromTheListOfReferrersWhatAnotherServerHasDeleted() throws IOException {
    Digest sbom = images.about("team/app", image, "sbom");
    images.delete(StorageLayout.revisionLink(APP, sbom));

    assertTrue(check(false).isSound());
    assertEquals(
        List.of(
            "left over: team/app@%s, about %s: it is listed but not there; repaired by removing it from the list"
                .formatted(sbom, image)),
        lines(check(true)));
    assertEquals(List.of(), lines(check(false)));
  }

  @Test
  void shouldRestoreTheLinkOfAManifestThatATagNames() throws IOException {
    images.delete(StorageLayout.revisionLink(APP, image));

    expectRepair(
        "wrong: team/app:1.0: the link of the manifest it names is missing",
        "writing the link of " + image);

    assertTrue(images.hasManifest("team/app", image));
  }

  @Test
  void shouldRestoreATagThatHasOnlyEverNamedOneManifest() throws IOException {
    images.write(StorageLayout.tagCurrentLink(APP, TAG), "");

    expectRepair(
        "wrong: team/app:1.0: the tag's link does not hold a digest",
        "letting it name " + image + ", the only manifest it ever named");

    assertEquals(image, new Links(driver).read(StorageLayout.tagCurrentLink(APP, TAG)));
  }

  @Test
  void shouldRemoveATagOfWhichNobodyCanTellWhatItNames() throws IOException {
    images.tag("team/app", "1.0", images.image("team/app", "another"));
    images.write(StorageLayout.tagCurrentLink(APP, TAG), "");

    expectRepair("wrong: team/app:1.0: the tag's link does not hold a digest", "removing the tag");

    assertFalse(images.exists(StorageLayout.tagCurrentLink(APP, TAG)));
    assertTrue(images.hasManifest("team/app", image));
  }

  @Test
  void shouldRemoveATagThatNamesWhatIsNotThere() throws IOException {
    Digest missing = Digest.sha256(StoredImages.bytes("never stored"));
    images.tag("team/app", "2.0", missing);

    expectRepair(
        "wrong: team/app:2.0: the tag names " + missing + ", which cannot be served",
        "removing the tag");

    assertFalse(images.exists(StorageLayout.tagCurrentLink(APP, new Tag("2.0"))));
    assertTrue(images.exists(StorageLayout.tagCurrentLink(APP, TAG)));
  }

  @Test
  void shouldRemoveTheLinksToAManifestThatIsGone() throws IOException {
    images.delete(StorageLayout.blob(image));

    assertEquals(
        List.of(
            "wrong: team/app@%s: its content is gone; repaired by removing the link"
                .formatted(image),
            "wrong: team/app:1.0: the tag names %s, which cannot be served; repaired by removing the tag"
                .formatted(image)),
        lines(check(true)));

    assertEquals(List.of(), lines(check(false)));
  }

  @Test
  void shouldSetDamagedBytesAsideSoThatTheyCanBePushedAgain() throws IOException {
    Digest layer = images.layer("team/app", "layer");
    images.write(StorageLayout.blob(layer), "lay\0\0");

    StorageCheck.Result result = check(true);

    assertEquals(
        List.of(
            "wrong: blob %1$s: its bytes are not those that were pushed; repaired by setting them aside as %2$s, so that it can be pushed again"
                .formatted(layer, StorageLayout.damagedBlob(layer)),
            "left over: team/app blob %s: its content is gone; repaired by removing the link"
                .formatted(layer),
            "wrong: team/app@%s: the image cannot be pulled, its part %s is missing; push it again, or delete it"
                .formatted(image, layer)),
        lines(result));
    assertFalse(result.isSound());
    assertTrue(images.exists(StorageLayout.damagedBlob(layer)));

    images.layer("team/app", "layer");
    assertEquals(List.of(), lines(check(false)));
  }

  @Test
  void shouldNotReadContentInAQuickCheck() throws IOException {
    images.write(StorageLayout.blob(images.layer("team/app", "layer")), "lay\0\0");

    assertEquals(List.of(), lines(check(new StorageCheck.Options(false, true, Instant.now()))));
    assertEquals(1, check(false).findings().size());
  }

  @Test
  void shouldSeeInAQuickCheckWhatAPowerCutHasEmptied() throws IOException {
    Digest layer = images.layer("team/app", "layer");
    images.write(StorageLayout.blob(layer), "");
    images.layer("team/app", "");

    assertEquals(
        List.of("blob " + layer),
        check(new StorageCheck.Options(false, true, Instant.now())).findings().stream()
            .map(Finding::where)
            .toList());
  }

  @Test
  void shouldTellOfAnImageThatLacksAPart() throws IOException {
    Digest missing = Digest.sha256(StoredImages.bytes("never pushed"));
    Digest broken = images.image("team/app", missing);

    StorageCheck.Result result = check(true);

    assertEquals(
        List.of(
            "wrong: team/app@%s: the image cannot be pulled, its part %s is missing; push it again, or delete it"
                .formatted(broken, missing)),
        lines(result));
    assertTrue(images.hasManifest("team/app", broken));
  }

  @Test
  void shouldCountWhatACrashLeavesAsLeftOver() throws IOException {
    Digest layer = images.layer("team/app", "collected by another server");
    images.delete(StorageLayout.blob(layer));
    images.write(StorageLayout.tagIndexLink(APP, new Tag("new"), image), image.toString());
    images.write(StorageLayout.uploadData(APP, "0b6f6a4a"), "bytes");
    images.write("/docker/registry/v2/repositories/Upper/file", "");

    StorageCheck.Result found =
        check(new StorageCheck.Options(false, false, Instant.now().plus(Duration.ofDays(2))));

    assertTrue(found.isSound());
    assertEquals(4, found.findings().size(), lines(found).toString());
    check(new StorageCheck.Options(true, false, Instant.now().plus(Duration.ofDays(2))));
    assertFalse(images.exists(StorageLayout.layerLink(APP, layer)));
    assertFalse(images.exists(StorageLayout.tagIndexLink(APP, new Tag("new"), image)));
    assertFalse(images.exists(StorageLayout.uploadData(APP, "0b6f6a4a")));
    assertEquals(
        List.of(
            "left over: /docker/registry/v2/repositories/Upper: not the name of a repository; move it away"),
        lines(check(false)));
  }

  @Test
  void shouldLeaveAnUploadAloneThatMayBeStarting() throws IOException {
    images.write(StorageLayout.uploadData(APP, "0b6f6a4a"), "bytes");

    assertEquals(List.of(), lines(check(true)));

    assertTrue(images.exists(StorageLayout.uploadData(APP, "0b6f6a4a")));
  }

  /** Expects one finding, which a repair mends. */
  private void expectRepair(String finding, String remedy) throws IOException {
    StorageCheck.Result found = check(false);
    assertEquals(List.of(finding + "; --repair would mend it by " + remedy), lines(found));
    assertFalse(found.isSound());
    StorageCheck.Result repaired = check(true);
    assertEquals(List.of(finding + "; repaired by " + remedy), lines(repaired));
    assertTrue(repaired.isSound());
    assertEquals(List.of(), lines(check(false)));
  }

  private StorageCheck.Result check(boolean repair) throws IOException {
    return check(new StorageCheck.Options(repair, false, Instant.now()));
  }

  private StorageCheck.Result check(StorageCheck.Options options) throws IOException {
    List<Finding> told = new ArrayList<>();
    StorageCheck.Result result = new StorageCheck(driver, options).run(told::add);
    assertEquals(result.findings(), told);
    return result;
  }

  private static List<String> lines(StorageCheck.Result result) {
    return result.findings().stream().map(Finding::toString).toList();
  }
}
