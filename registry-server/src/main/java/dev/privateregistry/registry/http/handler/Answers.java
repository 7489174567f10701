package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.error.Dialect;
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
  private final Dialect dialect;

  Answers(Headers extra, Dialect dialect) {
    this.dialect = dialect;
    List<String> pairs = new ArrayList<>();
    pairs.add("Docker-Distribution-Api-Version");
    pairs.add("registry/2.0");
    for (Headers.Field field : extra.fields()) {
      pairs.add(field.name());
      pairs.add(field.value());
    }
    this.common = pairs.toArray(new String[0]);
  }

  Dialect dialect() {
    return dialect;
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
        headers(fields).and("Content-Type", dialect.json()),
        json.getBytes(StandardCharsets.UTF_8));
  }

  Response error(RegistryException error, String... fields) {
    return Response.of(
        error.status(),
        headers(fields).and("Content-Type", dialect.json()),
        ErrorBody.render(error.errors(), dialect));
  }

  /** An answer made elsewhere, with the common fields in front. */
  Response complete(Response response) {
    Headers fields = headers();
    for (Headers.Field field : response.headers().fields()) {
      boolean isJson =
          field.name().equals("Content-Type") && field.value().equals(ErrorBody.CONTENT_TYPE);
      fields = fields.and(field.name(), isJson ? dialect.json() : field.value());
    }
    return new Response(response.status(), fields, response.body());
  }
}
