package dev.privateregistry.registry.error;

/** Where the two versions of distribution differ, and the OCI specification lets both do so. */
public enum Dialect {
  /** JSON with a charset; details of errors as objects; what version 2 did not know. */
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

  /** Whether DELETE takes a tag; else it takes digests only. */
  public boolean deletesTags() {
    return this == REGISTRY_3;
  }

  /** Whether an {@code n} of a list that is no number is an error; else it says nothing. */
  public boolean refusesWhatIsNoNumber() {
    return this == REGISTRY_3;
  }

  /** Whether an upload's status is told without the {@code _state} of its Location. */
  public boolean tellsStatusWithoutState() {
    return this == REGISTRY_3;
  }

  /** The form of a detail in this dialect. */
  Object form(Object detail) {
    return detail instanceof WordedDetail worded
        ? this == REGISTRY_2 ? worded.parts() : worded.sentence()
        : detail;
  }
}
