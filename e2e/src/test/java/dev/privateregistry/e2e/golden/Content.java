package dev.privateregistry.e2e.golden;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes and the type under which they are pushed. */
@SuppressWarnings("ArrayRecordComponent")
record Content(byte[] bytes, String type) {
  static final String OCTETS = "application/octet-stream";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+prettyjws";
  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  static Content of(String text, String type) {
    return new Content(text.getBytes(StandardCharsets.UTF_8), type);
  }

  static Content blob(String text) {
    return of(text, OCTETS);
  }

  String digest() {
    return digest("SHA-256", "sha256:");
  }

  String sha512() {
    return digest("SHA-512", "sha512:");
  }

  private String digest(String algorithm, String prefix) {
    try {
      return prefix + HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm, e);
    }
  }

  /** The descriptor of these bytes, as JSON. */
  String descriptor(String mediaType) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest(), bytes.length);
  }

  static Content ociImage(Content config, Content... layers) {
    return ociImage("", config, layers);
  }

  /** An OCI image manifest; {@code more} are further members, each with its comma. */
  static Content ociImage(String more, Content config, Content... layers) {
    return of(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
            .formatted(OCI_MANIFEST, config.descriptor(OCI_CONFIG), list(OCI_LAYER, layers), more),
        OCI_MANIFEST);
  }

  static Content dockerImage(Content config, Content... layers) {
    return of(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                DOCKER_MANIFEST,
                config.descriptor("application/vnd.docker.container.image.v1+json"),
                list("application/vnd.docker.image.rootfs.diff.tar.gzip", layers)),
        DOCKER_MANIFEST);
  }

  /** An index or manifest list of these images, each for its own architecture. */
  static Content index(String type, Content... images) {
    StringBuilder entries = new StringBuilder();
    String[] architectures = {"amd64", "arm64", "s390x"};
    for (int i = 0; i < images.length; i++) {
      String descriptor = images[i].descriptor(images[i].type());
      entries
          .append(i == 0 ? "" : ",")
          .append(descriptor, 0, descriptor.length() - 1)
          .append(",\"platform\":{\"os\":\"linux\",\"architecture\":\"")
          .append(architectures[i])
          .append("\"}}");
    }
    return of(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(type, entries),
        type);
  }

  private static String list(String type, Content... contents) {
    StringBuilder list = new StringBuilder();
    for (Content content : contents) {
      list.append(list.isEmpty() ? "" : ",").append(content.descriptor(type));
    }
    return list.toString();
  }
}
