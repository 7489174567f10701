package dev.privateregistry.registry.storage.memory;

import dev.privateregistry.registry.storage.AppendFile;
import dev.privateregistry.registry.storage.FileTooLargeException;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps files in memory: nothing survives the process. */
public final class MemoryDriver implements StorageDriver {
  /** Guarded by this. */
  private final NavigableMap<String, Held> files = new TreeMap<>();

  /**
   * A file.
   *
   * @param content never changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Held(byte[] content, Instant modified) {
    static Held now(byte[] content) {
      return new Held(content, Instant.now());
    }
  }

  private byte @Nullable [] content(String path) {
    Held held = files.get(path);
    return held == null ? null : held.content();
  }

  @Override
  public synchronized long size(String path) {
    byte[] content = content(path);
    return content == null ? -1 : content.length;
  }

  @Override
  public synchronized byte @Nullable [] read(String path, int limit) throws IOException {
    byte[] content = content(path);
    if (content == null) {
      return null;
    }
    if (content.length > limit) {
      throw new FileTooLargeException(path, content.length, limit);
    }
    return content.clone();
  }

  @Override
  public synchronized @Nullable StoredFile open(String path) {
    byte[] content = content(path);
    return content == null ? null : new InMemory(content);
  }

  @Override
  public synchronized void write(String path, byte[] content, Durability durability) {
    files.put(path, Held.now(content.clone()));
  }

  @Override
  public synchronized AppendFile append(String path) {
    files.putIfAbsent(path, Held.now(new byte[0]));
    return new Appending(path);
  }

  @Override
  public synchronized void move(String from, String to) throws IOException {
    Held held = files.remove(from);
    if (held == null) {
      throw new NoSuchFileException(from);
    }
    files.put(to, held);
  }

  @Override
  public synchronized boolean delete(String path, Durability durability) {
    boolean file = files.remove(path) != null;
    NavigableMap<String, Held> below = below(path);
    boolean folder = !below.isEmpty();
    below.clear();
    return file || folder;
  }

  @Override
  public synchronized List<String> list(String path) {
    int start = path.length() + 1;
    TreeSet<String> names = new TreeSet<>();
    for (String file : below(path).keySet()) {
      int end = file.indexOf('/', start);
      names.add(file.substring(start, end < 0 ? file.length() : end));
    }
    return List.copyOf(names);
  }

  @Override
  public synchronized @Nullable Instant modified(String path) {
    Held held = files.get(path);
    return held == null ? null : held.modified();
  }

  /** The memory of a process is nobody else's. */
  @Override
  public Closeable claim(String path) {
    return () -> {};
  }

  @Override
  public List<String> temporaries(String path) {
    return List.of();
  }

  /** The files in a folder and its folders; '0' is the character after '/'. */
  private NavigableMap<String, Held> below(String folder) {
    return files.subMap(folder + "/", false, folder + "0", false);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record InMemory(byte[] content) implements StoredFile.Streamed {
    @Override
    public long size() {
      return content.length;
    }

    @Override
    public ReadableByteChannel range(long offset, long length) {
      return Channels.newChannel(
          new ByteArrayInputStream(content, Math.toIntExact(offset), Math.toIntExact(length)));
    }

    @Override
    public void close() {}
  }

  private final class Appending implements AppendFile {
    private final String path;

    Appending(String path) {
      this.path = path;
    }

    @Override
    public long size() throws IOException {
      return current().length;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      synchronized (MemoryDriver.this) {
        byte[] old = current();
        byte[] longer = Arrays.copyOf(old, old.length + bytes.remaining());
        bytes.get(longer, old.length, bytes.remaining());
        files.put(path, Held.now(longer));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (MemoryDriver.this) {
        files.put(path, Held.now(Arrays.copyOf(current(), Math.toIntExact(size))));
      }
    }

    @Override
    public void force() {}

    @Override
    public void close() {}

    private byte[] current() throws IOException {
      synchronized (MemoryDriver.this) {
        byte[] content = content(path);
        if (content == null) {
          throw new NoSuchFileException(path);
        }
        return content;
      }
    }
  }
}
