package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** The operating system's disk; tests override what they want to see or to interfere with. */
abstract class ForwardingDisk implements Disk {
  private final Disk real = new Disk.Real();

  @Override
  public FileChannel open(Path path, OpenOption... options) throws IOException {
    return real.open(path, options);
  }

  @Override
  public void write(Path path, FileChannel file, ByteBuffer bytes) throws IOException {
    real.write(path, file, bytes);
  }

  @Override
  public void truncate(Path path, FileChannel file, long size) throws IOException {
    real.truncate(path, file, size);
  }

  @Override
  public void force(Path path, FileChannel file) throws IOException {
    real.force(path, file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    real.forceFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    real.createFolder(folder);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }
}
