package dev.privateregistry.local.kube.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Where objects outlive the process. Failures are thrown before the change is visible. */
public interface Persistence extends AutoCloseable {
  Map<ObjectKey, ObjectNode> load();

  /** A revision that no earlier process has given out a later one than. */
  long firstRevision();

  /** Makes sure that no later process gives out this revision again. */
  void reserve(long revision);

  void save(ObjectKey key, ObjectNode object);

  void delete(ObjectKey key);

  @Override
  void close();

  /** Nothing outlives the process. */
  static Persistence none() {
    return new Persistence() {
      @Override
      public Map<ObjectKey, ObjectNode> load() {
        return Map.of();
      }

      @Override
      public long firstRevision() {
        return 0;
      }

      @Override
      public void reserve(long revision) {}

      @Override
      public void save(ObjectKey key, ObjectNode object) {}

      @Override
      public void delete(ObjectKey key) {}

      @Override
      public void close() {}
    };
  }
}
