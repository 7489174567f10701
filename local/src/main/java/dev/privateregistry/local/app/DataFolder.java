package dev.privateregistry.local.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything one local system keeps, in the hands of one process at a time.
 *
 * <pre>
 * DIR/
 *   lock                          held while the system runs: its pid, and since when
 *   api/                          the objects of the Kubernetes API, Secrets among them
 *   node/                         volumes (the images), logs of the pods
 *   operator.log
 *   kubeconfig
 *   ca/NAMESPACE/NAME/ca.crt      what clients of a registry must trust
 * </pre>
 *
 * The folder is its owner's alone. The operating system gives the lock back when the process ends,
 * in whatever way.
 */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  static DataFolder open(Path path) throws UpException {
    Path folder = path.toAbsolutePath().normalize();
    FileChannel channel = null;
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
        throw new IOException("it is not readable and writable for this user");
      }
      channel =
          FileChannel.open(
              folder.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = Files.readString(folder.resolve("lock")).strip();
        channel.close();
        throw new UpException(heldMessage(folder, holder));
      }
      note(channel);
      return new DataFolder(folder, channel, lock);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new UpException(
          "--data "
              + path
              + ": the folder cannot be used ("
              + reason(e)
              + "); make it writable for this user or name another one",
          e);
    }
  }

  Path api() {
    return folder.resolve("api");
  }

  Path node() {
    return folder.resolve("node");
  }

  Path operatorLog() {
    return folder.resolve("operator.log");
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  Path certificateAuthority(String namespace, String registry) {
    return folder.resolve("ca").resolve(namespace).resolve(registry).resolve("ca.crt");
  }

  Path root() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    channel.truncate(0);
    lock.release();
    channel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void note(FileChannel channel) throws IOException {
    String text =
        "pid "
            + ProcessHandle.current().pid()
            + " since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String heldMessage(Path folder, String holder) {
    return "the data folder "
        + folder
        + " is in use by another ./up"
        + (holder.isEmpty() ? "" : " (" + holder + ")")
        + "; stop that one, or give this one a folder of its own with --data DIR";
  }

  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName();
    return kind.equals("IOException")
        ? String.valueOf(e.getMessage())
        : kind + ": " + e.getMessage();
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // the failure that is on its way out says more
      }
    }
  }
}
