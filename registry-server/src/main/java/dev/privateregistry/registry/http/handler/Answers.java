package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.error.ErrorBody;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes responses with the fields that every answer of this server carries. */
final class Answers {
  private final String[] common;

  Answers(Headers extra) {
    List<String> pairs = new ArrayList<>();
    pairs.add("Docker-Distribution-Api-Version");
    pairs.add("registry/2.0");
    for (Headers.Field field : extra.fields()) {
      pairs.add(field.name());
      pairs.add(field.value());
    }
    this.common = pairs.toArray(new String[0]);
  }

  /** The common fields and then these names and values in turn. */
  Headers headers(String... more) {
    String[] all = new String[common.length + more.length];
    System.arraycopy(common, 0, all, 0, common.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    return Headers.of(all);
  }

  Response empty(int status, String... fields) {
    return Response.empty(status, headers(fields));
  }

  Response of(int status, ResponseBody body, String... fields) {
    return new Response(status, headers(fields), body);
  }

  Response json(int status, String json, String... fields) {
    return Response.of(
        status,
        headers(fields).and("Content-Type", "application/json"),
        json.getBytes(StandardCharsets.UTF_8));
  }

  Response error(RegistryException error, String... fields) {
    return Response.of(
        error.status(),
        headers(fields).and("Content-Type", ErrorBody.CONTENT_TYPE),
        ErrorBody.render(error.errors()));
  }

  /** An answer made elsewhere, with the common fields in front. */
  Response complete(Response response) {
    Headers fields = headers();
    for (Headers.Field field : response.headers().fields()) {
      fields = fields.and(field.name(), field.value());
    }
    return new Response(response.status(), fields, response.body());
  }
}
