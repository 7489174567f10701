package dev.privateregistry.e2e.golden;

import java.util.List;

/** Deleting, and what is left. */
final class DeleteScripts {
  private static final Content CONFIG = Content.blob("{\"os\":\"linux\"}");
  private static final Content LAYER = Content.blob("to delete");
  private static final Content IMAGE = Content.dockerImage(CONFIG, LAYER);
  private static final Content OTHER = Content.dockerImage(CONFIG);
  private static final Content LIST = Content.index(Content.DOCKER_LIST, IMAGE);
  private static final String AT = "/v2/{repo}/manifests/";
  private static final String BLOB = "/v2/{repo}/blobs/";

  private DeleteScripts() {}

  static List<Script> all() {
    return List.of(deletes(), disabled(), readOnly());
  }

  private static Request accepting(Request request) {
    return request.accept(Content.DOCKER_MANIFEST, Content.DOCKER_LIST);
  }

  private static Script deletes() {
    return new Script("deletes")
        .blobs(CONFIG, LAYER)
        .manifest("one", IMAGE)
        .manifest("two", IMAGE)
        .manifest("other", OTHER)
        .manifest("list", LIST)
        .send("tag", Request.delete(AT + "one"))
        .send("tag again", Request.delete(AT + "one"))
        .send("GET the tag", accepting(Request.get(AT + "one")))
        .send("GET the other tag", accepting(Request.get(AT + "two")))
        .send("tags after a tag", Request.get("/v2/{repo}/tags/list"))
        .send("digest", Request.delete(AT + IMAGE.digest()))
        .send("digest again", Request.delete(AT + IMAGE.digest()))
        .send("GET the digest", accepting(Request.get(AT + IMAGE.digest())))
        .send("GET a tag of the digest", accepting(Request.get(AT + "two")))
        .send("tags after a digest", Request.get("/v2/{repo}/tags/list"))
        .send("GET the list of it", accepting(Request.get(AT + "list")))
        .send("unknown tag", Request.delete(AT + "none"))
        .send("unknown digest", Request.delete(AT + Content.blob("none").digest()))
        .send("bad digest", Request.delete(AT + "sha256:0"))
        .send("in no repository", Request.delete("/v2/golden/none/manifests/none"))
        .send(
            "digest in no repository",
            Request.delete("/v2/golden/none/manifests/" + IMAGE.digest()))
        .send("blob", Request.delete(BLOB + LAYER.digest()))
        .send("blob again", Request.delete(BLOB + LAYER.digest()))
        .send("GET the blob", Request.get(BLOB + LAYER.digest()))
        .send("HEAD the blob", Request.head(BLOB + LAYER.digest()))
        .send("blob of no repository", Request.delete("/v2/golden/none/blobs/" + LAYER.digest()))
        .send("blob with a bad digest", Request.delete(BLOB + "sha256:0"))
        .send("blob of a manifest", Request.delete(BLOB + OTHER.digest()))
        .send("GET the manifest of that blob", accepting(Request.get(AT + "other")))
        .send("push the blob again", Request.post("/v2/{repo}/blobs/uploads/"))
        .send(
            "PUT the blob again",
            Request.put("{upload}&digest=" + LAYER.digest()).body(LAYER.bytes()))
        .send("GET the blob again", Request.get(BLOB + LAYER.digest()))
        .send("last tags", Request.get("/v2/{repo}/tags/list"))
        .send("DELETE the list", Request.delete(AT + "list"))
        .send("DELETE the last", Request.delete(AT + "other"))
        .send("no tags left", Request.get("/v2/{repo}/tags/list"));
  }

  private static Script disabled() {
    return new Script(Setting.NO_DELETE, "deletes disabled")
        .blobs(CONFIG, LAYER)
        .manifest("one", IMAGE)
        .send("tag", Request.delete(AT + "one"))
        .send("digest", Request.delete(AT + IMAGE.digest()))
        .send("blob", Request.delete(BLOB + LAYER.digest()))
        .send("unknown tag", Request.delete(AT + "none"))
        .send("unknown blob", Request.delete(BLOB + Content.blob("none").digest()))
        .startUpload()
        .send("upload", Request.delete("{upload}"))
        .send("GET the tag", accepting(Request.get(AT + "one")));
  }

  private static Script readOnly() {
    return new Script(Setting.READ_ONLY, "read-only")
        .send("GET /v2/", Request.get("/v2/"))
        .send("POST", Request.post("/v2/{repo}/blobs/uploads/"))
        .send("PUT manifest", Request.put(AT + "x").type(IMAGE.type()).body(IMAGE.bytes()))
        .send("DELETE tag", Request.delete(AT + "x"))
        .send("DELETE digest", Request.delete(AT + IMAGE.digest()))
        .send("DELETE blob", Request.delete(BLOB + LAYER.digest()))
        .send(
            "PATCH", Request.patch(BLOB + "uploads/6a7f3cba-54a4-4d67-8c3a-3f2f1b8f9a11").body("x"))
        .send("GET blob", Request.get(BLOB + LAYER.digest()))
        .send("GET tags", Request.get("/v2/{repo}/tags/list"));
  }
}
