package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;

/** Storage that refuses every change after a number of them, as if the process had ended there. */
final class StoppingDriver extends ForwardingDriver {
  private int changesLeft;

  StoppingDriver(StorageDriver storage, int changes) {
    super(storage);
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
  public void write(String path, byte[] content, Durability durability) throws IOException {
    change();
    super.write(path, content, durability);
  }

  @Override
  public AppendFile append(String path) throws IOException {
    change();
    return super.append(path);
  }

  @Override
  public void move(String from, String to) throws IOException {
    change();
    super.move(from, to);
  }

  @Override
  public boolean delete(String path, Durability durability) throws IOException {
    change();
    return super.delete(path, durability);
  }
}
