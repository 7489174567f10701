package dev.privateregistry.registry.catalog;

/** Which manifests of an index must exist when it is pushed. */
public enum IndexRule {
  /** All of them, as distribution asks by default. */
  COMPLETE,
  /** None: sparse indexes are accepted. */
  SPARSE
}
