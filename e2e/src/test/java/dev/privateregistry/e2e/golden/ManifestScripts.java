package dev.privateregistry.e2e.golden;

import java.util.List;

/** Pushing manifests of every kind. */
final class ManifestScripts {
  private static final Content CONFIG =
      Content.blob("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{}}");
  private static final Content LAYER = Content.blob("a layer");
  private static final Content ABSENT = Content.blob("not pushed");
  private static final Content OCI = Content.ociImage(CONFIG, LAYER);
  private static final Content DOCKER = Content.dockerImage(CONFIG, LAYER);
  private static final String AT = "/v2/{repo}/manifests/";

  private ManifestScripts() {}

  static List<Script> all() {
    return List.of(good(), references(), types(), broken(), lists(), references2(), sizes());
  }

  private static Request put(String reference, Content manifest) {
    return Request.put(AT + reference).type(manifest.type()).body(manifest.bytes());
  }

  private static Script good() {
    Content artifact = Content.ociImage(",\"artifactType\":\"application/x.thing\"", CONFIG);
    Content subject =
        Content.ociImage(",\"subject\":" + OCI.descriptor(Content.OCI_MANIFEST), CONFIG);
    Content orphan =
        Content.ociImage(",\"subject\":" + ABSENT.descriptor(Content.OCI_MANIFEST), CONFIG);
    return new Script("manifests")
        .blobs(CONFIG, LAYER)
        .send("PUT OCI", put("oci", OCI))
        .send("PUT OCI again", put("oci", OCI))
        .send("PUT Docker", put("docker", DOCKER))
        .send("PUT by digest", put(OCI.digest(), OCI))
        .send("PUT by digest, encoded", put(OCI.digest().replace(":", "%3A"), OCI))
        .send("PUT by the digest of another", put(DOCKER.digest(), OCI))
        .send("PUT by sha512", put(OCI.sha512(), OCI))
        .send("PUT chunked", Request.put(AT + "c").type(OCI.type()).chunked(OCI.bytes()))
        .send("PUT artifact", put("artifact", artifact))
        .send("PUT with subject", put("subject", subject))
        .send("PUT with a subject that is not there", put("orphan", orphan))
        .send("PUT without layers", put("nolayers", Content.ociImage(CONFIG)))
        .send("PUT with a parameter in the type", withType(OCI, OCI.type() + "; charset=utf-8"))
        .send("PUT in a repository without the blobs", elsewhere(OCI));
  }

  private static Request elsewhere(Content manifest) {
    return Request.put("/v2/golden/without/manifests/x")
        .type(manifest.type())
        .body(manifest.bytes());
  }

  private static Request withType(Content manifest, String type) {
    return Request.put(AT + "typed").type(type).body(manifest.bytes());
  }

  private static Script references() {
    Script script = new Script("references of pushes").blobs(CONFIG, LAYER);
    for (String reference :
        List.of(
            "a",
            "A",
            "_a",
            "1.0-rc_1",
            "a".repeat(128),
            "a".repeat(129),
            ".a",
            "-a",
            "a+b",
            "a%2Bb",
            "a%20b",
            "%C3%A4",
            "a:b",
            "a@b",
            "sha256:0",
            "sha256:" + "A".repeat(64),
            "sha384:" + "0".repeat(96))) {
      script.send("PUT " + reference, put(reference, OCI));
    }
    return script;
  }

  private static Script types() {
    Script script = new Script("types of pushes").blobs(CONFIG, LAYER);
    for (String type :
        List.of(
            Content.DOCKER_MANIFEST,
            Content.DOCKER_LIST,
            Content.OCI_INDEX,
            Content.SCHEMA_1,
            "application/json",
            "application/octet-stream",
            "text/plain",
            "application/x-www-form-urlencoded",
            "nonsense",
            "")) {
      script.send("OCI image as " + type, withType(OCI, type));
    }
    Content untyped =
        Content.of(
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":[]}"
                .formatted(CONFIG.descriptor("application/vnd.oci.image.config.v1+json")),
            Content.OCI_MANIFEST);
    return script
        .send("OCI image without any type", Request.put(AT + "typed").body(OCI.bytes()))
        .send("Docker image as OCI", withType(DOCKER, Content.OCI_MANIFEST))
        .send("no mediaType inside", put("untyped", untyped))
        .send("no mediaType inside, as Docker", withType(untyped, Content.DOCKER_MANIFEST))
        .send("no mediaType inside, no type", Request.put(AT + "typed").body(untyped.bytes()));
  }

  private static Script broken() {
    Script script = new Script("broken manifests").blobs(CONFIG, LAYER);
    for (String text :
        List.of(
            "",
            "{}",
            "[]",
            "null",
            "nonsense",
            "{\"schemaVersion\":2",
            "{\"schemaVersion\":1}",
            "{\"schemaVersion\":3}",
            "{\"schemaVersion\":2}",
            "{\"schemaVersion\":\"2\"}",
            "{\"schemaVersion\":2,\"layers\":[]}",
            "{\"schemaVersion\":2,\"config\":{}}",
            "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
            "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:0\",\"size\":1},\"layers\":[]}",
            "{\"schemaVersion\":2,\"config\":{\"digest\":\"../../x\",\"size\":1},\"layers\":[]}",
            "{\"schemaVersion\":2,\"config\":null,\"layers\":null}",
            "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[],\"config\":{}}")) {
      script.send("OCI " + text, put("broken", Content.of(text, Content.OCI_MANIFEST)));
      script.send("Docker " + text, put("broken", Content.of(text, Content.DOCKER_MANIFEST)));
    }
    String good = new String(OCI.bytes(), java.nio.charset.StandardCharsets.UTF_8);
    return script
        .send("trailing bytes", put("x", Content.of(good + "x", OCI.type())))
        .send("trailing newline", put("x", Content.of(good + "\n", OCI.type())))
        .send("a byte order mark", put("x", Content.of("\uFEFF" + good, OCI.type())))
        .send(
            "a member twice",
            put("x", Content.of(good.replaceFirst("\\{", "{\"schemaVersion\":2,"), OCI.type())))
        .send(
            "layers and manifests",
            put("x", Content.of(good.replaceFirst("\\{", "{\"manifests\":[],"), OCI.type())))
        .send("an unknown member", put("x", Content.ociImage(",\"x\":{\"y\":[1]}", CONFIG, LAYER)))
        .send("deep nesting", put("x", Content.ociImage(",\"x\":" + "[".repeat(2000), CONFIG)))
        .send(
            "a wrong size",
            put("size", Content.of(good.replace("\"size\":7", "\"size\":8"), OCI.type())))
        .send(
            "a negative size",
            put("x", Content.of(good.replace("\"size\":7", "\"size\":-7"), OCI.type())));
  }

  private static Script lists() {
    Content ociIndex = Content.index(Content.OCI_INDEX, OCI, DOCKER);
    Content dockerList = Content.index(Content.DOCKER_LIST, DOCKER);
    Content absent = Content.index(Content.OCI_INDEX, Content.ociImage(CONFIG, ABSENT));
    Content nested = Content.index(Content.OCI_INDEX, ociIndex);
    Content blobs = new Content(LAYER.bytes(), "application/vnd.oci.image.layer.v1.tar+gzip");
    return new Script("indexes")
        .blobs(CONFIG, LAYER)
        .manifest("oci", OCI)
        .manifest("docker", DOCKER)
        .send("OCI index", put("index", ociIndex))
        .send("Docker list", put("list", dockerList))
        .send("a child that is not there", put("absent", absent))
        .send("an empty index", put("empty", Content.index(Content.OCI_INDEX)))
        .send("an empty list", put("emptylist", Content.index(Content.DOCKER_LIST)))
        .send("nested", put("nested", nested))
        .send("of layers, as BuildKit", put("cache", Content.index(Content.OCI_INDEX, blobs)))
        .send("OCI index as Docker list", withType(ociIndex, Content.DOCKER_LIST))
        .send("OCI index as OCI image", withType(ociIndex, Content.OCI_MANIFEST))
        .send(
            "an entry without platform",
            put(
                "noplatform",
                Content.of(
                    "{\"schemaVersion\":2,\"manifests\":[%s]}"
                        .formatted(OCI.descriptor(OCI.type())),
                    Content.OCI_INDEX)))
        .send(
            "with a subject",
            put(
                "isubject",
                Content.of(
                    "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[],\"subject\":%s}"
                        .formatted(Content.OCI_INDEX, OCI.descriptor(OCI.type())),
                    Content.OCI_INDEX)));
  }

  private static Script references2() {
    Content foreign =
        Content.of(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    Content.DOCKER_MANIFEST,
                    CONFIG.descriptor("application/vnd.docker.container.image.v1+json"),
                    ABSENT
                        .descriptor("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")
                        .replace("}", ",\"urls\":[\"https://example.com/layer\"]}")),
            Content.DOCKER_MANIFEST);
    return new Script("references of manifests")
        .blobs(CONFIG, LAYER)
        .send("a layer that is not there", put("x", Content.ociImage(CONFIG, ABSENT)))
        .send(
            "two that are not there", put("x", Content.ociImage(CONFIG, ABSENT, Content.blob("2"))))
        .send("a config that is not there", put("x", Content.ociImage(ABSENT, LAYER)))
        .send("Docker, a layer that is not there", put("x", Content.dockerImage(CONFIG, ABSENT)))
        .send("Docker, a config that is not there", put("x", Content.dockerImage(ABSENT, LAYER)))
        .send("the same layer twice", put("twice", Content.ociImage(CONFIG, LAYER, LAYER)))
        .send("a foreign layer", put("foreign", foreign))
        .send("the config as a layer", put("same", Content.ociImage(CONFIG, CONFIG)))
        .send(
            "a non-distributable layer",
            put(
                "nondistributable",
                Content.of(
                    new String(foreign.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                        .replace(
                            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip")
                        .replace(Content.DOCKER_MANIFEST, Content.OCI_MANIFEST),
                    Content.OCI_MANIFEST)));
  }

  private static Script sizes() {
    int limit = 4 << 20;
    String base = ",\"annotations\":{\"a\":\"%s\"}";
    int rest = Content.ociImage(base.formatted(""), CONFIG, LAYER).bytes().length;
    Content largest = Content.ociImage(base.formatted("x".repeat(limit - rest)), CONFIG, LAYER);
    Content tooLarge =
        Content.ociImage(base.formatted("x".repeat(limit - rest + 1)), CONFIG, LAYER);
    return new Script("sizes of manifests")
        .blobs(CONFIG, LAYER)
        .send("4 MiB", put("largest", largest))
        .send("4 MiB and a byte", put("toolarge", tooLarge))
        .send(
            "4 MiB and a byte, chunked",
            Request.put(AT + "toolarge").type(tooLarge.type()).chunked(tooLarge.bytes()));
  }
}
