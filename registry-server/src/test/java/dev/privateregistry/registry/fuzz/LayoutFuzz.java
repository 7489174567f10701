package dev.privateregistry.registry.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.catalog.Repositories;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.gc.GarbageCollector;
import dev.privateregistry.registry.gc.Journal;
import dev.privateregistry.registry.gc.StorageCheck;
import dev.privateregistry.registry.storage.BrokenLinkException;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** A data folder that others wrote: whatever lies in it is walked, and no live content is lost. */
final class LayoutFuzz {
  private static final byte[] LAYER = "content".getBytes(ISO_8859_1);
  private static final byte[] IMAGE = image();
  private static final RepositoryName NAME = new RepositoryName("live");
  private static final Tag TAG = new Tag("1");
  private static final Pattern PATH = Pattern.compile("[^/\0]+(/[^/\0]+)*");

  private LayoutFuzz() {}

  /** Each line is a path below the layout's root, and after a blank the file's content. */
  static void layout(byte[] input) throws IOException {
    MemoryDriver driver = new MemoryDriver();
    String root = StorageLayout.BLOBS.substring(0, StorageLayout.BLOBS.lastIndexOf('/') + 1);
    String[] lines = new String(input, ISO_8859_1).split("\n");
    for (String line : lines) {
      int blank = line.indexOf(' ');
      String path = blank < 0 ? line : line.substring(0, blank);
      if (PATH.matcher(path).matches() && !path.contains("..")) {
        String content = blank < 0 ? "" : line.substring(blank + 1);
        driver.write(root + path, content.getBytes(ISO_8859_1), Durability.VOLATILE);
      }
    }
    writeLiveImage(driver);

    link(driver, root + lines[0].split(" ", 2)[0]);
    List<RepositoryName> repositories = new Repositories(driver).list();
    assertEquals(repositories.stream().sorted().distinct().toList(), repositories);
    StorageCheck.Options look = new StorageCheck.Options(false, false, Instant.now());
    new StorageCheck(driver, look).run(finding -> {});
    StorageCheck.Options repair = new StorageCheck.Options(true, false, Instant.now());
    new StorageCheck(driver, repair).run(finding -> {});
    collect(driver);
    for (byte[] live : List.of(LAYER, IMAGE)) {
      assertTrue(driver.size(StorageLayout.blob(Digest.sha256(live))) >= 0, "live content is gone");
    }
    Digest image = Digest.sha256(IMAGE);
    assertEquals(image, new Links(driver).read(StorageLayout.tagCurrentLink(NAME, TAG)));
    assertEquals(image, new Links(driver).read(StorageLayout.revisionLink(NAME, image)));
  }

  private static byte[] image() {
    String descriptor =
        "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":7}".formatted(Digest.sha256(LAYER));
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
        .formatted(MediaType.OCI_MANIFEST, descriptor, descriptor)
        .getBytes(ISO_8859_1);
  }

  private static void writeLiveImage(MemoryDriver driver) throws IOException {
    Digest layer = Digest.sha256(LAYER);
    Digest image = Digest.sha256(IMAGE);
    driver.write(StorageLayout.blob(layer), LAYER, Durability.DURABLE);
    driver.write(StorageLayout.blob(image), IMAGE, Durability.DURABLE);
    Links links = new Links(driver);
    links.write(StorageLayout.layerLink(NAME, layer), layer);
    links.write(StorageLayout.revisionLink(NAME, image), image);
    links.write(StorageLayout.tagIndexLink(NAME, TAG, image), image);
    links.write(StorageLayout.tagCurrentLink(NAME, TAG), image);
  }

  private static void link(MemoryDriver driver, String path) throws IOException {
    try {
      Digest target = new Links(driver).read(path);
      if (target != null) {
        assertEquals(target, Digest.tryParse(target.toString()));
      }
    } catch (BrokenLinkException reported) {
      assertTrue(driver.size(path) >= 0);
    }
  }

  private static void collect(MemoryDriver driver) throws IOException {
    Instant later = Instant.now().plus(Duration.ofDays(1));
    GarbageCollector.Options all = new GarbageCollector.Options(false, true, later);
    try {
      new GarbageCollector(driver, all, new Silence()).run();
    } catch (IOException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains("nothing was removed"));
    }
  }

  private static final class Silence implements Journal {
    @Override
    public void progress(String line) {}

    @Override
    public void problem(String line) {}
  }
}
