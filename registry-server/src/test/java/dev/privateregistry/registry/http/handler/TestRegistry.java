package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.catalog.PushRules;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** A registry without sockets, and the steps of its clients. */
final class TestRegistry {
  static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final TestAccess access = new TestAccess();
  private final RegistryApi api;

  TestRegistry(StorageDriver driver, ApiOptions options) {
    this.api = new RegistryApi(driver, access, options);
  }

  /** A registry that takes what these rules let pass. */
  static TestRegistry with(StorageDriver driver, PushRules rules) throws IOException {
    ApiOptions options = options(true, false);
    return new TestRegistry(
        driver,
        new ApiOptions(
            options.mutations(),
            options.publicUrl(),
            options.wording(),
            options.secret(),
            new ApiOptions.Limits(1000, 1000, 1 << 20, rules)));
  }

  static ApiOptions options(boolean deleteEnabled, boolean readOnly) {
    return new ApiOptions(
        new ApiOptions.Mutations(deleteEnabled, readOnly),
        PublicUrl.DEFAULT,
        new ApiOptions.Wording(Headers.of("X-Content-Type-Options", "nosniff"), Dialect.REGISTRY_3),
        UploadSecret.of("test"),
        ApiOptions.Limits.DEFAULT);
  }

  /** Sends a request the way a transport does: from memory if possible, else by a thread. */
  Response send(FakeRequest request) {
    Response now = api.answerNow(request);
    Response response = now != null ? now : api.answer(request);
    assertEquals("registry/2.0", response.headers().first("Docker-Distribution-Api-Version"));
    assertEquals("nosniff", response.headers().first("X-Content-Type-Options"));
    return response;
  }

  /** Whether the answer comes from memory. */
  boolean isAnsweredNow(FakeRequest request) {
    return api.answerNow(request) != null;
  }

  Response send(String method, String target) {
    return send(FakeRequest.of(method, target));
  }

  Response expect(int status, FakeRequest request) {
    Response response = send(request);
    assertEquals(status, response.status(), () -> text(response));
    return response;
  }

  Response expect(int status, String method, String target) {
    return expect(status, FakeRequest.of(method, target));
  }

  void expectError(int status, String code, FakeRequest request) {
    Response response = expect(status, request);
    String body = text(response);
    assertEquals("application/json", response.headers().first("Content-Type"));
    assertTrue(body.startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":"), body);
    assertTrue(body.endsWith("}\n"), body);
  }

  void expectError(int status, String code, String method, String target) {
    expectError(status, code, FakeRequest.of(method, target));
  }

  static String location(Response response) {
    String location = response.headers().first("Location");
    assertNotNull(location);
    return location;
  }

  /** Starts an upload and returns where to go on. */
  String start(String name) {
    return location(expect(202, "POST", "/v2/" + name + "/blobs/uploads/"));
  }

  Digest pushBlob(String name, byte[] content) {
    Digest digest = Digest.sha256(content);
    expect(201, FakeRequest.of("PUT", start(name) + "&digest=" + digest).body(content));
    return digest;
  }

  Digest pushBlob(String name, String content) {
    return pushBlob(name, bytes(content));
  }

  /** Pushes an image of one layer and returns its digest. */
  Digest pushImage(String name, String reference, String layer) {
    String json = image(pushBlob(name, "{}"), pushBlob(name, layer));
    return pushManifest(name, reference, OCI, json);
  }

  Digest pushManifest(String name, String reference, String type, String json) {
    FakeRequest put =
        FakeRequest.of("PUT", "/v2/" + name + "/manifests/" + reference)
            .with("Content-Type", type)
            .body(json);
    Response response = expect(201, put);
    return Digest.parse(String.valueOf(response.headers().first("Docker-Content-Digest")));
  }

  static String image(Digest config, Digest layer) {
    return "{ \"schemaVersion\":2, \"mediaType\":\""
        + OCI
        + "\",\"config\":"
        + descriptor("application/vnd.oci.image.config.v1+json", config)
        + ",\"layers\":["
        + descriptor("application/vnd.oci.image.layer.v1.tar", layer)
        + "]}\n";
  }

  static String index(Digest... manifests) {
    StringBuilder entries = new StringBuilder();
    for (Digest manifest : manifests) {
      entries.append(entries.isEmpty() ? "" : ",").append(descriptor(OCI, manifest));
    }
    return "{\"schemaVersion\":2,\"manifests\":[" + entries + "]}";
  }

  static String descriptor(String type, Digest digest) {
    return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":1}";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Response response) {
    return new String(content(response), StandardCharsets.UTF_8);
  }

  /** The body, read and closed as a transport does. */
  static byte[] content(Response response) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(response.body().length()));
    try {
      switch (response.body()) {
        case ResponseBody.Empty empty -> {}
        case ResponseBody.Bytes bytes -> buffer.put(bytes.content());
        case ResponseBody.FileRange range -> {
          try (FileChannel file = range.file()) {
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
              count = file.read(buffer, range.offset() + buffer.position());
            }
          }
        }
        case ResponseBody.Channel channel -> {
          try (ReadableByteChannel source = channel.source()) {
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
              count = source.read(buffer);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(0, buffer.remaining());
    return buffer.array();
  }
}
