package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.write.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/** Answers get and list. */
final class Reads {
  private final ObjectStore store;
  private final Clock clock;

  Reads(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void get(Call call, Place place) throws IOException {
    ObjectNode object = store.get(place.key());
    if (object == null) {
      throw ApiFailure.notFound(place.kind(), place.name());
    }
    call.respond(200, Representation.of(call, clock).one(place.kind(), object));
  }

  void list(Call call, Place place) throws IOException {
    Selection selection = Selection.of(call, place);
    Representation representation = Representation.of(call, clock);
    ObjectStore.Listing listing = store.list(place.kind().resource(), place.namespace());
    List<ObjectNode> selected = listing.objects().stream().filter(selection).toList();
    Page page = Page.of(call.query("continue"), listing.revision());
    List<ObjectNode> rest =
        selected.stream().filter(o -> page.after().compareTo(position(o)) < 0).toList();
    int limit = limit(call);
    List<ObjectNode> shown = rest.size() > limit ? rest.subList(0, limit) : rest;
    ObjectNode meta = Json.object().put("resourceVersion", Long.toString(page.revision()));
    if (rest.size() > shown.size()) {
      meta.put("continue", new Page(page.revision(), position(shown.getLast())).token());
      meta.put("remainingItemCount", rest.size() - shown.size());
    }
    call.respond(200, representation.many(place.kind(), shown, meta));
  }

  private static int limit(Call call) {
    String limit = call.query("limit");
    return limit.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(limit) : Integer.MAX_VALUE;
  }

  private static String position(ObjectNode object) {
    Meta meta = new Meta(object);
    return meta.namespace() + "/" + meta.name();
  }

  /** Where a list goes on: behind the last object of the page before. */
  private record Page(long revision, String after) {
    static Page of(String token, long revision) {
      if (token.isEmpty()) {
        return new Page(revision, "");
      }
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        return new Page(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw ApiFailure.badRequest("continue key is not valid: " + e.getMessage());
      }
    }

    String token() {
      byte[] text = (revision + " " + after).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }
  }
}
