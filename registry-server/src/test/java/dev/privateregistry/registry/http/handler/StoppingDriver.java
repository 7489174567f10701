package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Storage that refuses every change after a number of them, as if the process had ended there. */
final class StoppingDriver implements StorageDriver {
  private final StorageDriver storage;
  private int changesLeft;

  StoppingDriver(StorageDriver storage, int changes) {
    this.storage = storage;
    this.changesLeft = changes;
  }

  /** Whether it has refused a change. */
  boolean hasStopped() {
    return changesLeft < 0;
  }

  private void change() throws IOException {
    changesLeft--;
    if (changesLeft < 0) {
      throw new IOException("stopped");
    }
  }

  @Override
  public long size(String path) throws IOException {
    return storage.size(path);
  }

  @Override
  public byte @Nullable [] read(String path, int limit) throws IOException {
    return storage.read(path, limit);
  }

  @Override
  public @Nullable StoredFile open(String path) throws IOException {
    return storage.open(path);
  }

  @Override
  public void write(String path, byte[] content, Durability durability) throws IOException {
    change();
    storage.write(path, content, durability);
  }

  @Override
  public AppendFile append(String path) throws IOException {
    change();
    return storage.append(path);
  }

  @Override
  public void move(String from, String to) throws IOException {
    change();
    storage.move(from, to);
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
    change();
    return storage.delete(path, durability);
  }

  @Override
  public List<String> list(String path) throws IOException {
    return storage.list(path);
  }

  @Override
  public @Nullable Instant modified(String path) throws IOException {
    return storage.modified(path);
  }

  @Override
  public List<String> temporaries(String path) throws IOException {
    return storage.temporaries(path);
  }
}
