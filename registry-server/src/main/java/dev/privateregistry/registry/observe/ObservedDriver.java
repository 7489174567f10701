package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells an observer of each call of a driver. */
record ObservedDriver(StorageDriver driver, StorageAction.Observer observer)
    implements StorageDriver {
  private interface Call<T> {
    @Nullable T run() throws IOException;
  }

  private <T> @Nullable T find(StorageAction action, String path, Call<T> call) throws IOException {
    StorageAction.Running running = observer.begin(action, path);
    boolean failed = true;
    try {
      T result = call.run();
      failed = false;
      return result;
    } finally {
      running.end(failed);
    }
  }

  private <T> T observe(StorageAction action, String path, Call<T> call) throws IOException {
    return Objects.requireNonNull(find(action, path, call));
  }

  private interface Change {
    void run() throws IOException;
  }

  private void change(StorageAction action, String path, Change change) throws IOException {
    find(
        action,
        path,
        () -> {
          change.run();
          return null;
        });
  }

  @Override
  public long size(String path) throws IOException {
    return observe(StorageAction.STAT, path, () -> driver.size(path));
  }

  @Override
  public byte @Nullable [] read(String path, int limit) throws IOException {
    return find(StorageAction.GET_CONTENT, path, () -> driver.read(path, limit));
  }

  @Override
  public @Nullable StoredFile open(String path) throws IOException {
    return find(StorageAction.READER, path, () -> driver.open(path));
  }

  @Override
  public void write(String path, byte[] content, Durability durability) throws IOException {
    change(StorageAction.PUT_CONTENT, path, () -> driver.write(path, content, durability));
  }

  @Override
  public AppendFile append(String path) throws IOException {
    return observe(StorageAction.WRITER, path, () -> driver.append(path));
  }

  @Override
  public void move(String from, String to) throws IOException {
    change(StorageAction.MOVE, from, () -> driver.move(from, to));
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
    return observe(StorageAction.DELETE, path, () -> driver.delete(path, durability));
  }

  @Override
  public List<String> list(String path) throws IOException {
    return observe(StorageAction.LIST, path, () -> driver.list(path));
  }

  @Override
  public @Nullable Instant modified(String path) throws IOException {
    return find(StorageAction.STAT, path, () -> driver.modified(path));
  }

  @Override
  public @Nullable Closeable claim(String path) {
    return driver.claim(path);
  }

  @Override
  public List<String> temporaries(String path) throws IOException {
    return observe(StorageAction.LIST, path, () -> driver.temporaries(path));
  }
}
