package dev.privateregistry.registry.error;

import java.util.List;

/** Ends a request with one or more errors of the catalogue; the first one sets the status. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<Detail> errors;

  private final int status;

  /**
   * One entry of the error body.
   *
   * @param detail any value Jackson can write, or an empty string for none
   */
  public record Detail(ErrorCode code, String message, Object detail) {}

  public RegistryException(ErrorCode code, Object detail) {
    this(code.status(), List.of(new Detail(code, code.message(), detail)));
  }

  /** An error whose status differs from the catalogue's, for example 413 for MANIFEST_INVALID. */
  public RegistryException(int status, ErrorCode code, Object detail) {
    this(status, List.of(new Detail(code, code.message(), detail)));
  }

  public RegistryException(List<Detail> errors) {
    this(errors.getFirst().code().status(), errors);
  }

  private RegistryException(int status, List<Detail> errors) {
    super(errors.getFirst().code() + ": " + errors.getFirst().detail(), null, false, false);
    this.status = status;
    this.errors = List.copyOf(errors);
  }

  public int status() {
    return status;
  }

  public List<Detail> errors() {
    return errors;
  }
}
