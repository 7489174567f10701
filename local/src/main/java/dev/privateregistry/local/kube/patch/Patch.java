package dev.privateregistry.local.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** A change of a JSON document. */
public sealed interface Patch permits JsonPatch, MergePatch, StrategicMergePatch {
  /**
   * The changed document; {@code target} stays as it is.
   *
   * @throws PatchException when the patch does not fit the document
   */
  JsonNode apply(JsonNode target);

  /** A patch that does not fit, with the reason. */
  final class PatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PatchException(String message) {
      super(message);
    }
  }
}
