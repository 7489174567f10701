package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Forces nothing to the medium, which takes its time: for tests that are not about power cuts. */
public final class UnforcedDisk extends ForwardingDisk {
  /** The driver that uses such a disk. */
  public static StorageDriver driver(Path root) throws IOException {
    return new FilesystemDriver(root.toRealPath(), new UnforcedDisk());
  }

  @Override
  public void force(Path path, FileChannel file) {}

  @Override
  public void forceFolder(Path folder) {}
}
