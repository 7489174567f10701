package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.registry.domain.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/**
 * Requests that were sent to distribution 3.1.1 too; the resources beside this class are what it
 * posted to a webhook meanwhile, and what it told Prometheus afterwards.
 */
final class RecordedRequests {
  static final byte[] BLOB = "hello".getBytes(StandardCharsets.UTF_8);
  static final String DIGEST = Digest.sha256(BLOB).toString();
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final byte[] MANIFEST =
      ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
              + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
              + "\"digest\":\"%s\",\"size\":5},"
              + "\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\","
              + "\"digest\":\"%s\",\"size\":5}]}")
          .formatted(DIGEST, DIGEST)
          .getBytes(StandardCharsets.UTF_8);

  private RecordedRequests() {}

  static void send(RunningServer running) throws Exception {
    assertEquals(201, running.push("a/b", DIGEST, BLOB));
    String manifest = "/v2/a/b/manifests/v1";
    assertEquals(
        201,
        running
            .send("PUT", manifest, BodyPublishers.ofByteArray(MANIFEST), "Content-Type", TYPE)
            .statusCode());
    String blob = "/v2/a/b/blobs/" + DIGEST;
    running.get(manifest, "Accept", TYPE);
    running.send("HEAD", manifest, BodyPublishers.noBody(), "Accept", TYPE);
    running.get(blob);
    running.send("HEAD", blob, BodyPublishers.noBody());
    running.get("/v2/a/b/tags/list");
    running.get("/v2/_catalog");
    String mount = "/v2/c/blobs/uploads/?mount=" + DIGEST + "&from=a/b";
    assertEquals(201, running.send("POST", mount, BodyPublishers.noBody()).statusCode());
    running.send("DELETE", manifest, BodyPublishers.noBody());
    String byDigest = "/v2/a/b/manifests/" + Digest.sha256(MANIFEST);
    running.send("DELETE", byDigest, BodyPublishers.noBody());
    running.send("DELETE", blob, BodyPublishers.noBody());
  }
}
