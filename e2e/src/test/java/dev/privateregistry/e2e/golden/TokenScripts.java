package dev.privateregistry.e2e.golden;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests with tokens of a token server, good and bad ones. */
final class TokenScripts {
  private static final Content BLOB = Content.blob("content");
  private static final Content IMAGE = Content.dockerImage(BLOB);

  private TokenScripts() {}

  static List<Script> all() {
    return List.of(challenges(), tokens(), scopes());
  }

  private static Script challenges() {
    return new Script(Setting.TOKENS, "token challenges")
        .send(Request.get("/v2/"))
        .send("GET manifest", Request.get("/v2/{repo}/manifests/1"))
        .send("HEAD manifest", Request.head("/v2/{repo}/manifests/1"))
        .send("PUT manifest", Request.put("/v2/{repo}/manifests/1").type(IMAGE.type()).body("{}"))
        .send("DELETE manifest", Request.delete("/v2/{repo}/manifests/1"))
        .send("GET blob", Request.get("/v2/{repo}/blobs/" + BLOB.digest()))
        .send("DELETE blob", Request.delete("/v2/{repo}/blobs/" + BLOB.digest()))
        .send("POST", Request.post("/v2/{repo}/blobs/uploads/"))
        .send("PATCH", Request.patch("/v2/{repo}/blobs/uploads/x").body("x"))
        .send("DELETE upload", Request.delete("/v2/{repo}/blobs/uploads/x"))
        .send("GET tags", Request.get("/v2/{repo}/tags/list"))
        .send("GET catalog", Request.get("/v2/_catalog"));
  }

  private static Script tokens() {
    Script script = new Script(Setting.TOKENS, "tokens");
    String access = TokenServer.access("repository", script.repository(), "pull");
    Instant now = Instant.now();
    String good = TokenServer.claims(now, TokenServer.SERVICE, access);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("good", TokenServer.sign(good));
    fields.put("lower-case bearer", "bearer" + TokenServer.sign(good).substring(6));
    fields.put("two blanks", "Bearer " + TokenServer.sign(good).substring(6));
    fields.put(
        "a list of audiences",
        TokenServer.sign(
            good.replace(
                "\"" + TokenServer.SERVICE + "\"", "[\"other\",\"" + TokenServer.SERVICE + "\"]")));
    fields.put("of another audience", TokenServer.sign(TokenServer.claims(now, "other", access)));
    fields.put(
        "of another issuer", TokenServer.sign(good.replace(TokenServer.ISSUER, "other.example")));
    fields.put(
        "expired",
        TokenServer.sign(TokenServer.claims(now.minusSeconds(7200), TokenServer.SERVICE, access)));
    fields.put(
        "just expired",
        TokenServer.sign(TokenServer.claims(now.minusSeconds(3605), TokenServer.SERVICE, access)));
    fields.put(
        "not valid yet",
        TokenServer.sign(TokenServer.claims(now.plusSeconds(300), TokenServer.SERVICE, access)));
    fields.put(
        "almost valid",
        TokenServer.sign(TokenServer.claims(now.plusSeconds(30), TokenServer.SERVICE, access)));
    fields.put("without access", TokenServer.sign(good.replaceAll(",\"access\":.*", "}")));
    fields.put("without subject", TokenServer.sign(good.replace("\"sub\":\"alice\",", "")));
    fields.put("with algorithm none", TokenServer.sign("none", good));
    fields.put("with algorithm HS256", TokenServer.sign("HS256", good));
    fields.put("with algorithm RS256", TokenServer.sign("RS256", good));
    fields.put("changed", TokenServer.sign(good).replaceAll("\\.([^.]*)\\.", ".$1x."));
    fields.put("cut short", TokenServer.sign(good).replaceAll("\\.[^.]*$", ""));
    fields.put("nonsense", "Bearer x");
    fields.put("empty", "Bearer ");
    fields.put("a password", "Basic YWxpY2U6c2VjcmV0");
    fields.forEach(
        (title, field) ->
            script.send(title, Request.get("/v2/{repo}/tags/list").header("Authorization", field)));
    return script;
  }

  private static Script scopes() {
    Script script = new Script(Setting.TOKENS, "scopes");
    String name = script.repository();
    String push = TokenServer.token("repository", name, "pull", "push");
    String pull = TokenServer.token("repository", name, "pull");
    String all = TokenServer.token("repository", name, "*");
    return script
        .send("base", as(pull, Request.get("/v2/")))
        .send("POST", as(push, Request.post("/v2/{repo}/blobs/uploads/")))
        .send("PUT", as(push, Request.put("{upload}&digest=" + BLOB.digest()).body(BLOB.bytes())))
        .send(
            "PUT manifest",
            as(push, Request.put("/v2/{repo}/manifests/1").type(IMAGE.type()).body(IMAGE.bytes())))
        .send("GET blob", as(pull, Request.get("/v2/{repo}/blobs/" + BLOB.digest())))
        .send("POST with pull", as(pull, Request.post("/v2/{repo}/blobs/uploads/")))
        .send("GET elsewhere", as(pull, Request.get("/v2/golden/other/tags/list")))
        .send("DELETE with push", as(push, Request.delete("/v2/{repo}/manifests/1")))
        .send("catalog with a repository", as(all, Request.get("/v2/_catalog")))
        .send(
            "catalog",
            as(TokenServer.token("registry", "catalog", "*"), Request.get("/v2/_catalog?n=0")))
        .send("DELETE with all", as(all, Request.delete("/v2/{repo}/manifests/1")));
  }

  private static Request as(String token, Request request) {
    return request.header("Authorization", token);
  }
}
