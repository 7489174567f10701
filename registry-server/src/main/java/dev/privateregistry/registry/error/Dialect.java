package dev.privateregistry.registry.error;

/** How answers are worded where the two versions of distribution differ for no reason of OCI's. */
public enum Dialect {
  /** JSON with a charset; details of errors as objects where version 2 has them so. */
  REGISTRY_2("application/json; charset=utf-8"),
  /** JSON without a charset (RFC 8259); details of errors as sentences. */
  REGISTRY_3("application/json");

  private final String json;

  Dialect(String json) {
    this.json = json;
  }

  /** The Content-Type of JSON. */
  public String json() {
    return json;
  }

  /** The form of a detail in this dialect. */
  Object form(Object detail) {
    return detail instanceof WordedDetail worded
        ? this == REGISTRY_2 ? worded.parts() : worded.sentence()
        : detail;
  }
}
