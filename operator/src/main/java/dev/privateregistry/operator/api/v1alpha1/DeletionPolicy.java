package dev.privateregistry.operator.api.v1alpha1;

/** What happens to the stored images when the resource is deleted. */
public enum DeletionPolicy {
  /** The volume claim stays; a resource of the same name finds the images again. */
  Retain,
  /** The volume claim goes with the resource. */
  Delete
}
