package dev.privateregistry.registry.storage.filesystem;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls reach the disk, and in which order, before a durable write returns. */
class DurabilityTest {
  @TempDir Path root;
  private RecordingDisk disk;
  private FilesystemDriver driver;

  @BeforeEach
  void createDriver() {
    disk = new RecordingDisk(root);
    driver = new FilesystemDriver(root, disk);
  }

  @Test
  void shouldForceFileThenRenameThenForceEveryNewFolder() throws IOException {
    driver.write("/a/b/file", new byte[] {1}, Durability.DURABLE);
    assertEquals(
        List.of(
            "create a",
            "create a/b",
            "force a/b/file.tmp",
            "rename a/b/file.tmp a/b/file",
            "force folder a/b",
            "force folder a",
            "force folder ."),
        disk.calls);
  }

  @Test
  void shouldForceKnownFoldersOnlyOnce() throws IOException {
    driver.write("/a/b/one", new byte[] {1}, Durability.DURABLE);
    disk.calls.clear();
    driver.write("/a/b/two", new byte[] {1}, Durability.DURABLE);
    assertEquals(
        List.of("force a/b/two.tmp", "rename a/b/two.tmp a/b/two", "force folder a/b"), disk.calls);
  }

  /** The process that created them may have been killed before it forced them. */
  @Test
  void shouldForceFoldersThatItFindsAfterARestart() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    driver.write("/a/b/file", new byte[] {1}, Durability.DURABLE);
    assertTrue(disk.calls.containsAll(List.of("force folder .", "force folder a")));
  }

  @Test
  void shouldForceFoldersAgainAfterTheyWereRemoved() throws IOException {
    driver.write("/a/b/file", new byte[] {1}, Durability.DURABLE);
    driver.delete("/a/b/file", Durability.DURABLE);
    assertFalse(Files.exists(root.resolve("a")));
    disk.calls.clear();
    driver.write("/a/b/file", new byte[] {1}, Durability.DURABLE);
    assertTrue(
        disk.calls.containsAll(List.of("force folder .", "force folder a", "force folder a/b")));
  }

  /** Another process on the volume, or an upload, whose files nobody forces, may create it. */
  @Test
  void shouldForceAFolderAgainThatWasRemovedAndCreatedBySomebodyElse() throws IOException {
    driver.write("/a/one/file", new byte[] {1}, Durability.DURABLE);
    driver.delete("/a/one/file", Durability.DURABLE);
    driver.write("/a/upload", new byte[] {1}, Durability.VOLATILE);
    disk.calls.clear();
    driver.write("/a/two/file", new byte[] {1}, Durability.DURABLE);
    assertTrue(disk.calls.contains("force folder ."), disk.calls::toString);
  }

  @Test
  void shouldForceTheTargetFolderAfterAMove() throws IOException {
    try (AppendFile file = driver.append("/uploads/data")) {
      file.write(ByteBuffer.wrap(new byte[] {1}));
      file.force();
    }
    driver.move("/uploads/data", "/blobs/x/data");
    assertEquals(
        List.of(
            "create uploads",
            "force uploads/data",
            "create blobs",
            "create blobs/x",
            "rename uploads/data blobs/x/data",
            "force folder blobs/x",
            "force folder blobs",
            "force folder ."),
        disk.calls);
  }

  @Test
  void shouldForceALargeFileWhileItGrowsAndAgainAtItsEnd() throws IOException {
    try (AppendFile file = driver.append("/uploads/data")) {
      file.write(ByteBuffer.allocate(WriteBack.STEP));
      file.write(ByteBuffer.allocate(1));
      file.force();
    }
    assertEquals(List.of("create uploads", "force uploads/data", "force uploads/data"), disk.calls);
  }

  /** The operating system reports a failed write once; the force at the end would not see it. */
  @Test
  void shouldFailTheForceAtTheEndWhenAnEarlierOneFailed() throws IOException {
    AppendFile file = driver.append("/uploads/data");
    disk.failing = true;
    file.write(ByteBuffer.allocate(WriteBack.STEP));
    disk.awaitFailure();
    assertThrows(IOException.class, file::force);
    assertThrows(IOException.class, file::close);
  }

  @Test
  void shouldKeepNothingOfAFileThatMayNotReachTheMedium() throws IOException {
    AppendFile file = driver.append("/uploads/data");
    disk.failing = true;
    file.write(ByteBuffer.allocate(WriteBack.STEP));
    disk.awaitFailure();
    assertThrows(IOException.class, file::close);
    assertEquals(-1, driver.size("/uploads/data"));
  }

  @Test
  void shouldForceTheFolderThatADeletionChanged() throws IOException {
    driver.write("/a/one/file", new byte[] {1}, Durability.DURABLE);
    driver.write("/a/two/file", new byte[] {1}, Durability.DURABLE);
    disk.calls.clear();
    driver.delete("/a/one", Durability.DURABLE);
    assertEquals(List.of("force folder a"), disk.calls);
  }

  @Test
  void shouldKeepTheOldFileWhenTheDiskIsFull() throws IOException {
    driver.write("/a/file", new byte[] {1}, Durability.DURABLE);
    disk.full = true;
    assertThrows(
        StorageFullException.class,
        () -> driver.write("/a/file", new byte[] {2}, Durability.DURABLE));
    assertThrows(
        StorageFullException.class,
        () -> driver.write("/b/file", new byte[] {2}, Durability.DURABLE));
    disk.full = false;
    assertEquals(List.of("file"), List.of(root.resolve("a").toFile().list()));
    assertEquals(1, Files.readAllBytes(root.resolve("a/file"))[0]);
  }

  private static final class RecordingDisk extends ForwardingDisk {
    private final Path root;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch failed = new CountDownLatch(1);
    private volatile boolean failing;
    private boolean full;

    RecordingDisk(Path root) {
      this.root = root;
    }

    @Override
    public void force(Path path, FileChannel file) throws IOException {
      refuseWhenFull(path);
      if (failing) {
        failing = false;
        failed.countDown();
        throw new IOException("Input/output error");
      }
      super.force(path, file);
      calls.add("force " + name(path));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      super.forceFolder(folder);
      calls.add("force folder " + name(folder));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      super.rename(from, to);
      calls.add("rename " + name(from) + " " + name(to));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      refuseWhenFull(folder);
      super.createFolder(folder);
      calls.add("create " + name(folder));
    }

    private void refuseWhenFull(Path path) throws FileSystemException {
      if (full) {
        throw new FileSystemException(path.toString(), null, "No space left on device");
      }
    }

    void awaitFailure() {
      assertDoesNotThrow(() -> assertTrue(failed.await(10, TimeUnit.SECONDS)));
    }

    private String name(Path path) {
      String relative = root.relativize(path).toString();
      return relative.isEmpty() ? "." : relative.replaceAll("\\.[0-9a-f-]{36}\\.tmp", ".tmp");
    }
  }
}
