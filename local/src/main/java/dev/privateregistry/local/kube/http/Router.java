package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.ResourceRegistry;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.write.Place;
import java.io.IOException;
import java.util.List;

/** Finds what a request asks for. */
final class Router {
  private final ResourceRegistry registry;
  private final Documents documents;
  private final Reads reads;
  private final Watches watches;
  private final Writes writes;

  Router(
      ResourceRegistry registry, Documents documents, Reads reads, Watches watches, Writes writes) {
    this.registry = registry;
    this.documents = documents;
    this.reads = reads;
    this.watches = watches;
    this.writes = writes;
  }

  void route(Call call) throws IOException {
    List<String> path = call.path();
    boolean resource =
        path.size() > 1
            && List.of("api", "apis").contains(path.getFirst())
            && path.size() > Paths.prefix(path);
    if (!resource) {
      documents.answer(call, path);
      return;
    }
    Place place = Paths.place(path, registry);
    ResourceKind kind = place.kind();
    if (kind.has(Trait.REVIEW)) {
      review(call, kind);
    } else if (place.name().isEmpty()) {
      collection(call, place);
    } else if (place.subresource().isEmpty()) {
      object(call, place);
    } else {
      part(call, place);
    }
  }

  private static void review(Call call, ResourceKind kind) throws IOException {
    if (!call.method().equals("POST")) {
      throw ApiFailure.methodNotAllowed();
    }
    call.respond(201, Reviews.answer(kind.kind(), call.objectBody()));
  }

  private void collection(Call call, Place place) throws IOException {
    switch (call.method()) {
      case "GET" -> {
        if (call.flag("watch")) {
          watches.watch(call, place);
        } else {
          reads.list(call, place);
        }
      }
      case "POST" -> {
        if (place.kind().namespaced() && place.namespace().isEmpty()) {
          throw ApiFailure.methodNotAllowed();
        }
        writes.create(call, place);
      }
      case "DELETE" -> writes.deleteCollection(call, place);
      default -> throw ApiFailure.methodNotAllowed();
    }
  }

  private void object(Call call, Place place) throws IOException {
    if (place.kind().namespaced() && place.namespace().isEmpty()) {
      throw ApiFailure.noSuchResource();
    }
    switch (call.method()) {
      case "GET" -> {
        if (call.flag("watch")) {
          watches.watch(call, place);
        } else {
          reads.get(call, place);
        }
      }
      case "PUT" -> writes.replace(call, place);
      case "PATCH" -> writes.patch(call, place);
      case "DELETE" -> writes.delete(call, place);
      default -> throw ApiFailure.methodNotAllowed();
    }
  }

  private void part(Call call, Place place) throws IOException {
    ResourceKind kind = place.kind();
    if (place.subresource().equals("scale") && kind.has(Trait.SCALE)) {
      writes.scale(call, place);
      return;
    }
    boolean finalize = place.subresource().equals("finalize") && kind.plural().equals("namespaces");
    boolean status = place.subresource().equals("status") && kind.has(Trait.STATUS);
    if (!status && !finalize) {
      throw ApiFailure.noSuchResource();
    }
    object(call, finalize ? new Place(kind, "", place.name(), "") : place);
  }

  /** The answer to a failure that no one foresaw. */
  static ObjectNode unforeseen(RuntimeException failure) {
    return ApiFailure.internal(String.valueOf(failure.getMessage())).status();
  }
}
