package dev.privateregistry.operator.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One step of a plan against the API server. All objects are in the resource's namespace. Printed,
 * a step shows the name of its object and nothing of its content.
 */
public sealed interface Write {

  /** The object: in full for {@link Apply}, otherwise as it was observed. */
  HasMetadata object();

  /** Kind and name of the object, to be printed: the object itself may hold secrets. */
  default String target() {
    return object().getKind() + "/" + object().getMetadata().getName();
  }

  /**
   * The object shall be as given, by server-side apply, whatever it is now. The step is skipped
   * when it already is. For objects that follow from the spec alone.
   */
  record Apply(HasMetadata object) implements Write {
    @Override
    public String toString() {
      return "apply " + target();
    }
  }

  /**
   * The object shall be created as given. The step fails when one of that name exists: somebody
   * else, or an earlier plan that this one does not know of, was faster.
   */
  record Create(HasMetadata object) implements Write {
    @Override
    public String toString() {
      return "create " + target();
    }
  }

  /**
   * The object's content shall be as given, provided that it is still the version that its {@code
   * metadata.resourceVersion} names; otherwise the step fails. Labels and annotations that others
   * put on it stay. For objects that hold state.
   */
  record Update(HasMetadata object) implements Write {
    @Override
    public String toString() {
      return "update " + target();
    }
  }

  /**
   * The object shall be gone, provided that it still is the version that {@code
   * metadata.resourceVersion} names. The step succeeds when it is gone already.
   */
  record Delete(HasMetadata object) implements Write {
    @Override
    public String toString() {
      return "delete " + target();
    }
  }

  /**
   * Nothing is written; the step fails unless the API server's own copy of the object (not a
   * cache's) is the version that {@code metadata.resourceVersion} names; where that names none,
   * unless the API server has no such object. What follows in the plan was derived from this.
   */
  record Confirm(HasMetadata object) implements Write {
    @Override
    public String toString() {
      return "confirm " + target();
    }
  }
}
