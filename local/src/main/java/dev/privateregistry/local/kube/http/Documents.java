package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.GroupVersion;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.ResourceRegistry;
import dev.privateregistry.local.kube.discovery.Discovery;
import dev.privateregistry.local.kube.discovery.OpenApi;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.protobuf.ProtobufWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers everything that is no resource: discovery, OpenAPI, version, health. */
final class Documents {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private static final String OPENAPI_V2_PROTOBUF =
      "com.github.proto-openapi.spec.v2@v1.0+protobuf";

  private final ResourceRegistry registry;
  private final OpenApi openApi;

  Documents(ResourceRegistry registry, OpenApi openApi) {
    this.registry = registry;
    this.openApi = openApi;
  }

  void answer(Call call, List<String> path) throws IOException {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw ApiFailure.methodNotAllowed();
    }
    List<ResourceKind> kinds = registry.all();
    String first = path.isEmpty() ? "" : path.getFirst();
    switch (first) {
      case "" -> root(call, kinds);
      case "version" -> call.respond(200, Discovery.version());
      case "healthz", "livez", "readyz" ->
          call.respond(200, "text/plain", "ok".getBytes(StandardCharsets.US_ASCII));
      case "api", "apis" -> discovery(call, path, kinds);
      case "openapi" -> openApi(call, path, kinds);
      default -> throw ApiFailure.noSuchResource();
    }
  }

  private static void root(Call call, List<ResourceKind> kinds) throws IOException {
    ObjectNode root = Json.object();
    List<String> paths =
        kinds.stream().map(k -> "/" + k.groupVersion().path()).distinct().sorted().toList();
    root.putArray("paths").add("/api").add("/apis").addAll(Json.strings(paths));
    call.respond(200, root);
  }

  private static void discovery(Call call, List<String> path, List<ResourceKind> kinds)
      throws IOException {
    boolean core = path.getFirst().equals("api");
    if (path.size() == 1) {
      String accept = call.header("Accept").replace(" ", "");
      boolean aggregated = accept.contains("as=APIGroupDiscoveryList") && accept.contains("v=v2;");
      if (aggregated) {
        byte[] body = Json.bytes(Discovery.aggregated(kinds, core));
        call.respond(200, AGGREGATED, body);
      } else {
        call.respond(
            200, core ? Discovery.coreVersions(call.header("Host")) : Discovery.groupList(kinds));
      }
      return;
    }
    ObjectNode document =
        core || path.size() == 3
            ? Discovery.resourceList(kinds, Paths.groupVersion(path))
            : Discovery.group(kinds, path.get(1));
    if (document.isEmpty() || (document.has("resources") && document.path("resources").isEmpty())) {
      throw ApiFailure.noSuchResource();
    }
    call.respond(200, document);
  }

  private void openApi(Call call, List<String> path, List<ResourceKind> kinds) throws IOException {
    if (path.equals(List.of("openapi", "v2"))) {
      openApiV2(call);
      return;
    }
    if (path.size() < 2 || !path.get(1).equals("v3")) {
      throw ApiFailure.noSuchResource();
    }
    if (path.size() == 2) {
      call.respond(200, openApi.index(kinds));
      return;
    }
    List<String> rest = path.subList(2, path.size());
    if (rest.size() != Paths.prefix(rest)) {
      throw ApiFailure.noSuchResource();
    }
    GroupVersion version = Paths.groupVersion(rest);
    if (kinds.stream().noneMatch(k -> k.groupVersion().equals(version))) {
      throw ApiFailure.noSuchResource();
    }
    call.respond(200, openApi.document(kinds, version));
  }

  /** Version 2 has no content: clients that know version 3 read it only for kinds not served. */
  private static void openApiV2(Call call) throws IOException {
    if (call.header("Accept").contains(OPENAPI_V2_PROTOBUF)) {
      call.respond(
          200,
          "application/" + OPENAPI_V2_PROTOBUF.replace('@', '.'),
          ProtobufWriter.openApiDocument("Kubernetes", Discovery.VERSION));
    } else {
      ObjectNode document = Json.object().put("swagger", "2.0");
      document.putObject("info").put("title", "Kubernetes").put("version", Discovery.VERSION);
      document.putObject("paths");
      call.respond(200, document);
    }
  }
}
