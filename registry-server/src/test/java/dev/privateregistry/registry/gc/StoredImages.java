package dev.privateregistry.registry.gc;

import static java.util.stream.Collectors.joining;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.storage.Links;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts images, whole or broken, into storage. */
final class StoredImages {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

  private final StorageDriver driver;
  private final Links links;

  StoredImages(StorageDriver driver) {
    this.driver = driver;
    this.links = new Links(driver);
  }

  Digest blob(String content) throws IOException {
    Digest digest = Digest.sha256(bytes(content));
    write(StorageLayout.blob(digest), content);
    return digest;
  }

  Digest layer(String repository, String content) throws IOException {
    Digest digest = blob(content);
    links.write(StorageLayout.layerLink(name(repository), digest), digest);
    return digest;
  }

  Digest manifest(String repository, String json) throws IOException {
    Digest digest = blob(json);
    links.write(StorageLayout.revisionLink(name(repository), digest), digest);
    return digest;
  }

  /** An image of these layers, which may be missing. */
  Digest image(String repository, Digest... layers) throws IOException {
    return manifest(repository, imageJson(layer(repository, "{}"), null, layers));
  }

  /** An image of one layer. */
  Digest image(String repository, String layer) throws IOException {
    return image(repository, layer(repository, layer));
  }

  /** A signature or the like. */
  Digest about(String repository, Digest subject, String content) throws IOException {
    Digest referrer =
        manifest(
            repository, imageJson(layer(repository, "{}"), subject, layer(repository, content)));
    links.write(StorageLayout.referrerLink(name(repository), subject, referrer), referrer);
    return referrer;
  }

  Digest index(String repository, Digest... manifests) throws IOException {
    return manifest(
        repository, "{\"schemaVersion\":2,\"manifests\":" + descriptors(manifests) + "}");
  }

  void tag(String repository, String tag, Digest digest) throws IOException {
    links.write(StorageLayout.tagIndexLink(name(repository), new Tag(tag), digest), digest);
    links.write(StorageLayout.tagCurrentLink(name(repository), new Tag(tag)), digest);
  }

  void write(String path, String content) throws IOException {
    driver.write(path, bytes(content), Durability.VOLATILE);
  }

  void delete(String path) throws IOException {
    driver.delete(path, Durability.VOLATILE);
  }

  boolean exists(String path) throws IOException {
    return driver.size(path) >= 0;
  }

  boolean hasBlob(Digest digest) throws IOException {
    return exists(StorageLayout.blob(digest));
  }

  boolean hasManifest(String repository, Digest digest) throws IOException {
    return exists(StorageLayout.revisionLink(name(repository), digest)) && hasBlob(digest);
  }

  boolean hasLayer(String repository, Digest digest) throws IOException {
    return exists(StorageLayout.layerLink(name(repository), digest)) && hasBlob(digest);
  }

  static RepositoryName name(String text) {
    return new RepositoryName(text);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String imageJson(Digest config, @Nullable Digest subject, Digest... layers) {
    return "{\"schemaVersion\":2,\"config\":%s,\"layers\":%s%s}"
        .formatted(
            descriptor(config),
            descriptors(layers),
            subject == null ? "" : ",\"subject\":" + descriptor(subject));
  }

  private static String descriptors(Digest... digests) {
    return Arrays.stream(digests).map(StoredImages::descriptor).collect(joining(",", "[", "]"));
  }

  private static String descriptor(Digest digest) {
    return "{\"mediaType\":\"" + OCI + "\",\"digest\":\"" + digest + "\",\"size\":2}";
  }
}
