package dev.privateregistry.local.kube.write;

/**
 * How a write is to be done.
 *
 * @param dryRun everything but the storing
 * @param validation what happens to fields that the kind does not have
 * @param fieldManager who owns what is written
 * @param force take fields from other managers in an apply
 */
public record WriteOptions(
    boolean dryRun, FieldValidation validation, String fieldManager, boolean force) {
  /** The query parameter {@code fieldValidation}. */
  public enum FieldValidation {
    IGNORE,
    WARN,
    STRICT
  }
}
