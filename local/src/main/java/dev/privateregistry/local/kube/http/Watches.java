package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.store.Change;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.write.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Streams changes until the client goes, the time is over, or the server stops. */
final class Watches {
  private static final long DEFAULT_SECONDS = 1_800;
  private static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final Clock clock;

  Watches(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void watch(Call call, Place place) throws IOException {
    Selection selection = Selection.of(call, place);
    Representation representation = Representation.of(call, clock);
    boolean initialEvents = call.flag("sendInitialEvents");
    if (initialEvents && !call.query("resourceVersionMatch").equals("NotOlderThan")) {
      throw ApiFailure.unprocessable(
          "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
              + " sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    long since = since(call, initialEvents);
    try (OutputStream out = call.stream("application/json")) {
      Stream stream = new Stream(out, selection, representation, call.flag("allowWatchBookmarks"));
      run(stream, since, initialEvents, seconds(call));
    }
  }

  private static long seconds(Call call) {
    String seconds = call.query("timeoutSeconds");
    return seconds.matches("[1-9][0-9]{0,6}") ? Long.parseLong(seconds) : DEFAULT_SECONDS;
  }

  /** The revision to begin after; below zero for the present state first. */
  private static long since(Call call, boolean initialEvents) {
    String version = call.query("resourceVersion");
    if (initialEvents || version.isEmpty() || version.equals("0")) {
      return -1;
    }
    if (!version.matches("[0-9]{1,18}")) {
      throw ApiFailure.badRequest("invalid resource version: \"" + version + "\"");
    }
    return Long.parseLong(version);
  }

  private void run(Stream stream, long since, boolean initialEvents, long seconds)
      throws IOException {
    long position = since;
    if (since < 0) {
      Place place = stream.selection.place();
      ObjectStore.Listing listing = store.list(place.kind().resource(), place.namespace());
      for (ObjectNode object : listing.objects()) {
        stream.present(place, object);
      }
      position = listing.revision();
      if (initialEvents) {
        stream.initialEventsEnd(position);
      }
    }
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try {
      follow(stream, position, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Stream stream, long from, long end) throws IOException, InterruptedException {
    long position = from;
    while (!store.closed()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      Duration patience = Duration.ofNanos(Math.min(left, BETWEEN_BOOKMARKS.toNanos()));
      ObjectStore.News news = store.await(position, patience);
      if (!news.known()) {
        stream.expired(position);
        return;
      }
      for (Change change : news.changes()) {
        stream.changed(change);
      }
      position = Math.max(position, news.revision());
      if (news.changes().isEmpty()) {
        stream.bookmark(position);
      }
    }
  }

  /** The events of one watch. */
  private static final class Stream {
    private final OutputStream out;
    private final Selection selection;
    private final Representation representation;
    private final boolean bookmarks;

    Stream(
        OutputStream out, Selection selection, Representation representation, boolean bookmarks) {
      this.out = out;
      this.selection = selection;
      this.representation = representation;
      this.bookmarks = bookmarks;
    }

    void present(Place place, ObjectNode object) throws IOException {
      Meta meta = new Meta(object);
      boolean named = place.name().isEmpty() || place.name().equals(meta.name());
      if (named && selection.test(object)) {
        send("ADDED", object);
      }
    }

    void changed(Change change) throws IOException {
      if (selection.covers(change.key())) {
        Optional<Change.Type> type = seenAs(change);
        if (type.isPresent()) {
          send(type.get().name(), change.object());
        }
      }
    }

    /** An object that begins or ceases to match appears or disappears for this watch. */
    private Optional<Change.Type> seenAs(Change change) {
      boolean before = change.previous() != null && selection.test(change.previous());
      boolean after = change.type() != Change.Type.DELETED && selection.test(change.object());
      if (before) {
        return Optional.of(after ? Change.Type.MODIFIED : Change.Type.DELETED);
      }
      return after ? Optional.of(Change.Type.ADDED) : Optional.empty();
    }

    void initialEventsEnd(long revision) throws IOException {
      ObjectNode object = marker(revision);
      new Meta(object).node().putObject("annotations").put("k8s.io/initial-events-end", "true");
      send("BOOKMARK", object);
    }

    void bookmark(long revision) throws IOException {
      if (bookmarks) {
        send("BOOKMARK", marker(revision));
      }
    }

    private ObjectNode marker(long revision) {
      Place place = selection.place();
      ObjectNode object = Json.object();
      object.put("kind", place.kind().kind()).put("apiVersion", place.kind().apiVersion());
      new Meta(object)
          .node()
          .put("resourceVersion", Long.toString(revision))
          .putNull("creationTimestamp");
      return object;
    }

    void expired(long revision) throws IOException {
      write(
          "ERROR", ApiFailure.expired("too old resource version: %d".formatted(revision)).status());
    }

    private void send(String type, ObjectNode object) throws IOException {
      write(type, representation.one(selection.place().kind(), object));
    }

    private void write(String type, ObjectNode object) throws IOException {
      ObjectNode event = Json.object().put("type", type);
      event.set("object", object);
      out.write(Json.bytes(event));
      out.write('\n');
      out.flush();
    }
  }
}
