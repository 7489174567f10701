package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A disk that fails as the operating system tells it. */
public final class FailingDisk extends ForwardingDisk {
  private volatile Failure failure = Failure.NONE;

  /** What is the matter with it. */
  public enum Failure {
    NONE(""),
    /** Nothing more can be stored, but things can be removed. */
    FULL("No space left on device"),
    QUOTA("Disk quota exceeded"),
    READ_ONLY("Read-only file system"),
    BROKEN("Input/output error"),
    /** What was written does not reach the medium, which is told when it is forced. */
    FORGETTING("Input/output error");

    private final String reason;

    Failure(String reason) {
      this.reason = reason;
    }

    private boolean stopsWriting() {
      return this != NONE && this != FORGETTING;
    }

    private boolean stopsRemoving() {
      return this == READ_ONLY || this == BROKEN;
    }
  }

  /** The driver that uses it. */
  public StorageDriver driver(Path root) throws IOException {
    return new FilesystemDriver(root.toRealPath(), this);
  }

  public void set(Failure newFailure) {
    failure = newFailure;
  }

  private void failWhen(boolean fails, Path path) throws IOException {
    if (fails) {
      throw new FileSystemException(path.toString(), null, failure.reason);
    }
  }

  @Override
  public FileChannel open(Path path, OpenOption... options) throws IOException {
    failWhen(failure.stopsRemoving(), path);
    return super.open(path, options);
  }

  @Override
  public void write(Path path, FileChannel file, ByteBuffer bytes) throws IOException {
    if (failure.stopsWriting()) {
      throw new IOException(failure.reason);
    }
    super.write(path, file, bytes);
  }

  @Override
  public void force(Path path, FileChannel file) throws IOException {
    if (failure == Failure.BROKEN || failure == Failure.FORGETTING) {
      throw new IOException(failure.reason);
    }
    super.force(path, file);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    failWhen(failure.stopsWriting(), folder);
    super.createFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    failWhen(failure.stopsRemoving(), to);
    super.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    failWhen(failure.stopsRemoving(), path);
    super.delete(path);
  }
}
