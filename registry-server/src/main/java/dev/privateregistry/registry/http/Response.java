package dev.privateregistry.registry.http;

import java.nio.charset.StandardCharsets;

/**
 * One answer. The transport adds Date and, unless the fields have one already, Content-Length from
 * the body; for HEAD it sends no body whatever the response holds. A response whose body is in
 * memory can be sent any number of times.
 */
public record Response(int status, Headers headers, ResponseBody body) {
  public static Response empty(int status, Headers headers) {
    return new Response(status, headers, new ResponseBody.Empty());
  }

  public static Response of(int status, Headers headers, byte[] content) {
    return new Response(status, headers, new ResponseBody.Bytes(content));
  }

  public static Response text(int status, String contentType, String text) {
    return of(
        status, Headers.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
  }
}
