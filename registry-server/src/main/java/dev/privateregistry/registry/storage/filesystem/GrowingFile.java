package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.AppendFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is being appended to, and written to the medium meanwhile. */
final class GrowingFile implements AppendFile {
  private final Path path;
  private final FileChannel channel;
  private final Disk disk;
  private final Removal removal;
  private final WriteBack writeBack;

  GrowingFile(Path path, Disk disk, Removal removal) throws IOException {
    this.path = path;
    this.disk = disk;
    this.removal = removal;
    this.channel =
        disk.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    this.writeBack = new WriteBack(() -> disk.force(path, channel));
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try {
      disk.write(path, channel, bytes);
    } catch (IOException e) {
      throw DiskFailure.named(e);
    }
    writeBack.wrote(length);
  }

  @Override
  public void truncate(long size) throws IOException {
    disk.truncate(path, channel, size);
  }

  /** A failure is told once: were the file forced again, that would seem to succeed. */
  @Override
  public void force() throws IOException {
    try {
      writeBack.settle();
      disk.force(path, channel);
    } catch (IOException e) {
      removal.discard(path);
      throw DiskFailure.named(e);
    }
  }

  /** Nothing is kept of a file that may not reach the medium: nobody must go on with it. */
  @Override
  public void close() throws IOException {
    try (channel) {
      writeBack.settle();
    } catch (IOException e) {
      removal.discard(path);
      throw DiskFailure.named(e);
    }
  }
}
