package dev.privateregistry.e2e.golden;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A request with places ({@code {repo}}, {@code {upload}}, …) that are filled in before it is sent.
 *
 * @param headers lines {@code Name: value}
 */
@SuppressWarnings("ArrayRecordComponent")
record Request(String method, String target, List<String> headers, byte[] body, Form form) {
  /** How the request is put on the wire. */
  enum Form {
    /** Content-Length if there is a body. */
    LENGTH,
    /** Chunked coding. */
    CHUNKED,
    /** The body is all there is: request line, fields and all. */
    RAW
  }

  static Request of(String method, String target) {
    return new Request(method, target, List.of(), new byte[0], Form.LENGTH);
  }

  static Request get(String target) {
    return of("GET", target);
  }

  static Request head(String target) {
    return of("HEAD", target);
  }

  static Request put(String target) {
    return of("PUT", target);
  }

  static Request post(String target) {
    return of("POST", target);
  }

  static Request patch(String target) {
    return of("PATCH", target);
  }

  static Request delete(String target) {
    return of("DELETE", target);
  }

  /** Bytes as they are; lines end in {@code \n} here and in CRLF on the wire. */
  static Request raw(String text) {
    byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return new Request(text.split(" ", 2)[0], "", List.of(), bytes, Form.RAW);
  }

  Request header(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new Request(method, target, List.copyOf(more), body, form);
  }

  Request accept(String... types) {
    Request all = this;
    for (String type : types) {
      all = all.header("Accept", type);
    }
    return all;
  }

  Request type(String contentType) {
    return header("Content-Type", contentType);
  }

  Request body(byte[] content) {
    return new Request(method, target, headers, content, Form.LENGTH);
  }

  Request body(String content) {
    return body(content.getBytes(StandardCharsets.UTF_8));
  }

  Request chunked(byte[] content) {
    return new Request(method, target, headers, content, Form.CHUNKED);
  }

  Request fill(UnaryOperator<String> places) {
    byte[] filled =
        form == Form.RAW
            ? places
                .apply(new String(body, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1)
            : body;
    return new Request(
        method, places.apply(target), headers.stream().map(places).toList(), filled, form);
  }

  byte[] onTheWire(String host) {
    if (form == Form.RAW) {
      return body;
    }
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
      head.append("Host: ").append(host).append("\r\n");
    }
    headers.forEach(line -> head.append(line).append("\r\n"));
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    if (form == Form.CHUNKED) {
      String size = Integer.toHexString(body.length);
      wire.writeBytes(ascii(head + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n"));
      wire.writeBytes(body);
      wire.writeBytes(ascii(body.length == 0 ? "\r\n" : "\r\n0\r\n\r\n"));
    } else {
      boolean sized = body.length > 0 || List.of("PUT", "POST", "PATCH").contains(method);
      wire.writeBytes(
          ascii(head + (sized ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n"));
      wire.writeBytes(body);
    }
    return wire.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
