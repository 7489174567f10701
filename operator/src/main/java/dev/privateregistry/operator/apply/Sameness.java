package dev.privateregistry.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whether server-side apply of an object would change nothing. */
public interface Sameness {

  /**
   * @param live an object as the API server keeps it, with its {@code managedFields}
   * @param desired the object that would be applied
   */
  <T extends HasMetadata> boolean holds(T live, T desired);
}
