package dev.privateregistry.e2e.golden;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Reading manifests: what is accepted, what is known, what is asked for on conditions. */
final class ReadingManifestScripts {
  private static final Content CONFIG =
      Content.blob("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{}}");
  private static final Content LAYER = Content.blob("a layer");
  private static final Content OCI = Content.ociImage(CONFIG, LAYER);
  private static final Content DOCKER = Content.dockerImage(CONFIG, LAYER);
  private static final Content INDEX = Content.index(Content.OCI_INDEX, OCI);
  private static final Content LIST = Content.index(Content.DOCKER_LIST, DOCKER);
  private static final String AT = "/v2/{repo}/manifests/";
  private static final String[] DOCKER_CLIENT = {
    Content.DOCKER_MANIFEST,
    Content.DOCKER_LIST,
    Content.OCI_INDEX,
    Content.OCI_MANIFEST,
    Content.SCHEMA_1,
    "application/json"
  };

  private ReadingManifestScripts() {}

  static List<Script> all() {
    return List.of(accept(), unknown(), conditions());
  }

  private static Script stored(String name) {
    return new Script(name)
        .blobs(CONFIG, LAYER)
        .manifest("oci", OCI)
        .manifest("docker", DOCKER)
        .manifest("index", INDEX)
        .manifest("list", LIST);
  }

  private static Script accept() {
    Script script = stored("Accept");
    Map<String, Content> stored =
        Map.of("oci", OCI, "docker", DOCKER, "index", INDEX, "list", LIST);
    for (String tag : List.of("oci", "docker", "index", "list")) {
      Content content = Objects.requireNonNull(stored.get(tag));
      script
          .send(tag + " by tag, no Accept", Request.get(AT + tag))
          .send(tag + " by digest, no Accept", Request.get(AT + content.digest()))
          .send(tag + " HEAD, no Accept", Request.head(AT + tag))
          .send(tag + " by tag, */*", Request.get(AT + tag).accept("*/*"))
          .send(tag + " by digest, */*", Request.get(AT + content.digest()).accept("*/*"))
          .send(tag + " by tag, its type", Request.get(AT + tag).accept(content.type()))
          .send(tag + " HEAD, its type", Request.head(AT + tag).accept(content.type()))
          .send(
              tag + " by digest, its type",
              Request.get(AT + content.digest()).accept(content.type()))
          .send(
              tag + " HEAD by digest, its type",
              Request.head(AT + content.digest()).accept(content.type()))
          .send(tag + " as docker asks", Request.get(AT + tag).accept(DOCKER_CLIENT))
          .send(tag + " HEAD as docker asks", Request.head(AT + tag).accept(DOCKER_CLIENT))
          .send(
              tag + " as containerd asks",
              Request.head(AT + tag).accept(String.join(", ", DOCKER_CLIENT) + ", */*"))
          .send(tag + ", text/plain", Request.get(AT + tag).accept("text/plain"))
          .send(tag + ", only schema 1", Request.get(AT + tag).accept(Content.SCHEMA_1))
          .send(
              tag + ", its type with q",
              Request.get(AT + tag).accept("application/json;q=0.5, " + content.type() + ";q=0.9"))
          .send(tag + ", its type with q=0", Request.get(AT + tag).accept(content.type() + ";q=0"))
          .send(
              tag + ", type in capitals",
              Request.get(AT + tag).accept(content.type().toUpperCase(Locale.ROOT)));
    }
    return script
        .send("a broken Accept", Request.get(AT + "docker").accept(";;,,/"))
        .send("Range", Request.get(AT + "docker").accept(DOCKER_CLIENT).header("Range", "bytes=0-"))
        .send(
            "part Range",
            Request.get(AT + "docker").accept(DOCKER_CLIENT).header("Range", "bytes=0-1"))
        .send(
            "gzip",
            Request.get(AT + "docker").accept(DOCKER_CLIENT).header("Accept-Encoding", "gzip"));
  }

  private static Script unknown() {
    String digest = Content.blob("unknown").digest();
    Script script = stored("unknown manifests");
    for (String repository : List.of("{repo}", "golden/nowhere")) {
      String at = "/v2/" + repository + "/manifests/";
      script
          .send(repository + " tag", Request.get(at + "none").accept(DOCKER_CLIENT))
          .send(repository + " HEAD tag", Request.head(at + "none").accept(DOCKER_CLIENT))
          .send(repository + " digest", Request.get(at + digest).accept(DOCKER_CLIENT))
          .send(repository + " HEAD digest", Request.head(at + digest).accept(DOCKER_CLIENT));
    }
    return script
        .send(
            "digest of another repository",
            Request.get("/v2/golden/nowhere/manifests/" + DOCKER.digest()).accept(DOCKER_CLIENT))
        .send("digest of a blob", Request.get(AT + LAYER.digest()).accept(DOCKER_CLIENT))
        .send("the blob of a manifest", Request.get("/v2/{repo}/blobs/" + DOCKER.digest()))
        .send("short digest", Request.get(AT + "sha256:0"))
        .send("digest in capitals", Request.get(AT + DOCKER.digest().replace("sha256", "SHA256")))
        .send("unknown algorithm", Request.get(AT + "sha384:" + "0".repeat(96)))
        .send("sha512", Request.get(AT + DOCKER.sha512()))
        .send("long tag", Request.get(AT + "a".repeat(129)))
        .send("tag with a dot in front", Request.get(AT + ".a"))
        .send("tag with a plus", Request.get(AT + "a+b"))
        .send("tag of the referrers", Request.get(AT + digest.replace(':', '-')));
  }

  private static Script conditions() {
    Script script = stored("conditions on manifests");
    String digest = DOCKER.digest();
    for (String tag :
        List.of('"' + digest + '"', digest, "W/\"" + digest + '"', "*", "\"other\"", "")) {
      String shown = tag.replace(digest, "DIGEST");
      script
          .send("GET If-None-Match: " + shown, conditional("GET", "docker", tag))
          .send("HEAD If-None-Match: " + shown, conditional("HEAD", "docker", tag))
          .send("by digest If-None-Match: " + shown, conditional("GET", digest, tag));
    }
    return script.send("list If-None-Match", conditional("GET", "list", '"' + LIST.digest() + '"'));
  }

  private static Request conditional(String method, String reference, String tag) {
    return Request.of(method, AT + reference).accept(DOCKER_CLIENT).header("If-None-Match", tag);
  }
}
