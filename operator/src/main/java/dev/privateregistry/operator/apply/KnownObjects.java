package dev.privateregistry.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest versions of objects that are known without asking the API server. */
public interface KnownObjects {

  /** The newest known version of the object of the same type, namespace and name. */
  <T extends HasMetadata> Optional<T> newest(T object);

  /**
   * Tells of a write, so that whoever asks next does not see an older version.
   *
   * @param before the version that was known before, null when there was none
   * @param after the version that the API server answered with
   */
  <T extends HasMetadata> void written(@Nullable T before, T after);
}
