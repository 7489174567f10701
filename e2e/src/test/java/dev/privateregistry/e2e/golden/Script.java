package dev.privateregistry.e2e.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests in order, on a repository of their own ({@code {repo}}). {@code {upload}} is the path
 * and query of the last Location of an upload, {@code {query}} the latter alone, {@code {uuid}} its
 * id.
 */
final class Script {
  /**
   * One request.
   *
   * @param title unique in its script
   * @param compared false for what only prepares the data that other requests need
   * @param remember the name under which the upload's Location can be used later on, or empty
   */
  record Step(String title, Request request, boolean compared, String remember) {}

  private final Setting setting;
  private final String name;
  private final List<Step> steps = new ArrayList<>();
  private final List<Request> always = new ArrayList<>();

  Script(Setting setting, String name) {
    this.setting = setting;
    this.name = name;
  }

  Script(String name) {
    this(Setting.OPEN, name);
  }

  Setting setting() {
    return setting;
  }

  String name() {
    return name;
  }

  String repository() {
    return "golden/" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Fields that every further request of this script carries. */
  Script withEach(String header, String value) {
    always.add(Request.get("").header(header, value));
    return this;
  }

  private Script add(Step step) {
    Request request = step.request();
    for (Request one : always) {
      for (String line : one.headers()) {
        int colon = line.indexOf(':');
        request = request.header(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    String title = step.title();
    if (step.compared() && steps.stream().anyMatch(other -> other.title().equals(title))) {
      throw new IllegalArgumentException(name + " has two requests called " + title);
    }
    steps.add(new Step(title, request, step.compared(), step.remember()));
    return this;
  }

  /** A request whose answers are compared. */
  Script send(String title, Request request) {
    return add(new Step(title, request, true, ""));
  }

  /** The same, named by itself. */
  Script send(Request request) {
    return send(request.method() + " " + request.target(), request);
  }

  /** Starts an upload whose Location is {@code {name}} from then on. */
  Script startUpload(String remember) {
    return add(
        new Step("start " + remember, Request.post("/v2/{repo}/blobs/uploads/"), false, remember));
  }

  Script startUpload() {
    return startUpload("");
  }

  /** What only prepares the data that other requests need; it must succeed. */
  Script prepare(Request request) {
    return add(new Step("prepare " + request.target(), request, false, ""));
  }

  /** Pushes blobs. */
  Script blobs(Content... blobs) {
    for (Content blob : blobs) {
      startUpload();
      prepare(
          Request.put("{upload}&digest=" + blob.digest()).type(Content.OCTETS).body(blob.bytes()));
    }
    return this;
  }

  /** Pushes a manifest under a tag. */
  Script manifest(String tag, Content manifest) {
    return prepare(
        Request.put("/v2/{repo}/manifests/" + tag).type(manifest.type()).body(manifest.bytes()));
  }
}
