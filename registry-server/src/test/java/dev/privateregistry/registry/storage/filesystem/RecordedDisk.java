package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A disk that keeps a log of every change, in the order in which the changes took place. */
public final class RecordedDisk extends ForwardingDisk {
  private final Path root;
  private final Set<Omission> omissions;
  private final List<DiskEvent> log = new ArrayList<>();

  /** Something that a driver with a bug would leave out. */
  public enum Omission {
    FORCING_FILES,
    FORCING_FOLDERS
  }

  public RecordedDisk(Path root, Set<Omission> omissions) throws IOException {
    this.root = root.toRealPath();
    this.omissions = omissions;
  }

  /** The driver whose changes are recorded. */
  public StorageDriver driver() {
    return new FilesystemDriver(root, this);
  }

  /**
   * Notes that the run has said something.
   *
   * @param replayed notes it for whoever replays the run; called then only
   */
  public synchronized void say(String what, Runnable replayed) {
    log.add(new DiskEvent.Said(what, replayed));
  }

  synchronized List<DiskEvent> log() {
    return List.copyOf(log);
  }

  private Path below(Path path) {
    return root.relativize(path);
  }

  @Override
  public synchronized FileChannel open(Path path, OpenOption... options) throws IOException {
    boolean there = Files.exists(path);
    FileChannel file = super.open(path, options);
    if (!there) {
      log.add(new DiskEvent.FileCreated(below(path)));
    }
    return file;
  }

  @Override
  public synchronized void write(Path path, FileChannel file, ByteBuffer bytes) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    long offset = file.size();
    super.write(path, file, bytes);
    log.add(new DiskEvent.Written(below(path), offset, copy));
  }

  @Override
  public synchronized void truncate(Path path, FileChannel file, long size) throws IOException {
    super.truncate(path, file, size);
    log.add(new DiskEvent.Cut(below(path), size));
  }

  /** The medium itself is left alone: what it would hold is worked out from the log. */
  @Override
  public synchronized void force(Path path, FileChannel file) {
    if (!omissions.contains(Omission.FORCING_FILES)) {
      log.add(new DiskEvent.FileForced(below(path)));
    }
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!omissions.contains(Omission.FORCING_FOLDERS)) {
      log.add(new DiskEvent.FolderForced(below(folder)));
    }
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    super.rename(from, to);
    log.add(new DiskEvent.Renamed(below(from), below(to)));
  }

  @Override
  public synchronized void createFolder(Path folder) throws IOException {
    super.createFolder(folder);
    log.add(new DiskEvent.FolderCreated(below(folder)));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    super.delete(path);
    log.add(new DiskEvent.Deleted(below(path)));
  }
}
