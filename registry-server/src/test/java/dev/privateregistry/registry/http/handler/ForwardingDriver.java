package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes every call on to another storage; tests override what they want to interfere with. */
abstract class ForwardingDriver implements StorageDriver {
  private final StorageDriver storage;

  ForwardingDriver(StorageDriver storage) {
    this.storage = storage;
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
    storage.write(path, content, durability);
  }

  @Override
  public AppendFile append(String path) throws IOException {
    return storage.append(path);
  }

  @Override
  public void move(String from, String to) throws IOException {
    storage.move(from, to);
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
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
  public @Nullable Closeable claim(String path) {
    return storage.claim(path);
  }

  @Override
  public List<String> temporaries(String path) throws IOException {
    return storage.temporaries(path);
  }
}
