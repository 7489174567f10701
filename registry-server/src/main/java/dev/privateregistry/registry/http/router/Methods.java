package dev.privateregistry.registry.http.router;

import java.util.List;

/** The sets of methods that routes know. */
final class Methods {
  static final List<String> READ = List.of("GET", "HEAD");
  static final List<String> READ_DELETE = List.of("DELETE", "GET", "HEAD");
  static final List<String> READ_PUT_DELETE = List.of("DELETE", "GET", "HEAD", "PUT");
  static final List<String> POST = List.of("POST");
  static final List<String> UPLOAD = List.of("DELETE", "GET", "HEAD", "PATCH", "PUT");

  private Methods() {}
}
