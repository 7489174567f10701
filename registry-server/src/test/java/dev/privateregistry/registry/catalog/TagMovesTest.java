package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.manifest.Manifest;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A tag that several clients move and delete at once: everybody sees it as if that had happened one
 * after the other (Lincheck, stress testing; the specification is the class itself, used by one
 * thread).
 */
@Tag("durability")
public class TagMovesTest {
  private static final RepositoryName NAME = new RepositoryName("a");
  private static final dev.privateregistry.registry.domain.Tag TAG =
      new dev.privateregistry.registry.domain.Tag("latest");

  private final MemoryDriver driver = new MemoryDriver();
  private final Manifests manifests = new Manifests(driver, new Blobs(driver), PushRules.DEFAULT);

  @Operation
  public void push(@Param(gen = IntGen.class, conf = "0:2") int number) throws IOException {
    byte[] content = index(number);
    Manifest manifest = ManifestParser.parse(content, null);
    manifests.put(NAME, null, List.of(TAG), manifest, content);
  }

  @Operation
  public boolean delete() throws IOException {
    return manifests.delete(NAME, TAG);
  }

  @Operation
  public boolean deleteManifest(@Param(gen = IntGen.class, conf = "0:2") int number)
      throws IOException {
    return manifests.delete(NAME, Digest.sha256(index(number))) != null;
  }

  @Operation
  public String resolve() throws IOException {
    return String.valueOf(manifests.resolve(NAME, TAG));
  }

  @Operation
  public String list() throws IOException {
    return manifests.tags(NAME).toString();
  }

  private static byte[] index(int number) {
    return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json",\
        "manifests":[],"annotations":{"number":"%d"}}"""
        .formatted(number)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldMoveAndDeleteATagInOneStep() {
    new StressOptions()
        .iterations(40)
        .invocationsPerIteration(600)
        .threads(3)
        .actorsPerThread(3)
        .check(TagMovesTest.class);
  }
}
