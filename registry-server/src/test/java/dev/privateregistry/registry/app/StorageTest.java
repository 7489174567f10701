package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageFullException;
import dev.privateregistry.registry.storage.StoredFile;
import dev.privateregistry.registry.storage.filesystem.FilesystemDriver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  @TempDir private Path folder;

  @Test
  void shouldStartOnAFullDisk() {
    IOException full = new StorageFullException(new IOException("No space left on device"));
    StorageDriver driver = new Failing(full);
    assertTrue(assertDoesNotThrow(() -> Storage.look(driver, false)).isPresent());
  }

  @Test
  void shouldNotStartWhereNothingCanBeWritten() {
    IOException readOnly = new IOException("Read-only file system");
    assertThrows(IOException.class, () -> Storage.look(new Failing(readOnly), false));
  }

  @Test
  void shouldLeaveNothingBehind() throws IOException {
    assertEquals(Optional.empty(), Storage.look(new FilesystemDriver(folder), false));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  /** Storage that fails whatever is done with it, except to tell that there is no file. */
  private record Failing(IOException failure) implements StorageDriver {
    @Override
    public long size(String path) {
      return -1;
    }

    @Override
    public byte[] read(String path, int limit) throws IOException {
      throw failure;
    }

    @Override
    public StoredFile open(String path) throws IOException {
      throw failure;
    }

    @Override
    public void write(String path, byte[] content, Durability durability) throws IOException {
      throw failure;
    }

    @Override
    public AppendFile append(String path) throws IOException {
      throw failure;
    }

    @Override
    public void move(String from, String to) throws IOException {
      throw failure;
    }

    @Override
    public boolean delete(String path, Durability durability) throws IOException {
      throw failure;
    }

    @Override
    public List<String> list(String path) throws IOException {
      throw failure;
    }

    @Override
    public Instant modified(String path) throws IOException {
      throw failure;
    }

    @Override
    public Closeable claim(String path) {
      return () -> {};
    }

    @Override
    public List<String> temporaries(String path) throws IOException {
      throw failure;
    }
  }
}
