package dev.privateregistry.local.kube.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON file per object:
 *
 * <pre>
 * DIR/lock                                       held while the store is open
 * DIR/revision                                   no revision above it was given out
 * DIR/objects/RESOURCE/NAMESPACE or _/NAME.json
 * </pre>
 *
 * A file is written beside its place, synced and renamed: it is there as a whole or not at all. The
 * folder is for its owner only, since Secrets are in it.
 */
public final class ObjectFiles implements Persistence {
  private static final long RESERVED_AT_ONCE = 1_000;
  private static final String NO_NAMESPACE = "_";
  private static final String SUFFIX = ".json";

  private final Path directory;
  private final Path objects;
  private final Set<String> unsaved;
  private final FileLock lock;
  private long reserved;

  private ObjectFiles(Path directory, Set<String> unsaved, FileLock lock) {
    this.directory = directory;
    this.objects = directory.resolve("objects");
    this.unsaved = Set.copyOf(unsaved);
    this.lock = lock;
    this.reserved = readRevision();
  }

  /**
   * Opens a folder, creating it when absent.
   *
   * @param unsaved resources that live in memory only
   * @throws IOException when the folder cannot be used, with what to do about it
   */
  public static ObjectFiles open(Path directory, Set<String> unsaved) throws IOException {
    Files.createDirectories(directory.resolve("objects"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      String holder = Files.readString(directory.resolve("lock")).strip();
      channel.close();
      throw new IOException(
          "%s is in use by process %s: stop it or choose another folder"
              .formatted(directory, holder.isEmpty() ? "unknown" : holder));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return new ObjectFiles(directory, unsaved, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private long readRevision() {
    try {
      Path file = directory.resolve("revision");
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          directory.resolve("revision") + " does not hold a number: restore it", e);
    }
  }

  @Override
  public Map<ObjectKey, ObjectNode> load() {
    Map<ObjectKey, ObjectNode> loaded = new TreeMap<>();
    try (Stream<Path> files = Files.walk(objects, 3)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        Path place = objects.relativize(file);
        if (place.getNameCount() == 3) {
          loaded.put(key(place), read(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loaded;
  }

  private static ObjectNode read(Path file) throws IOException {
    try {
      if (Json.read(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is damaged (%s): restore or delete it".formatted(file, e.getOriginalMessage()), e);
    }
    throw new IOException(file + " does not hold an object: restore or delete it");
  }

  private static ObjectKey key(Path place) {
    String namespace = place.getName(1).toString();
    String file = place.getName(2).toString();
    return new ObjectKey(
        place.getName(0).toString(),
        namespace.equals(NO_NAMESPACE) ? "" : namespace,
        URLDecoder.decode(
            file.substring(0, file.length() - SUFFIX.length()), StandardCharsets.UTF_8));
  }

  private Path path(ObjectKey key) {
    return objects
        .resolve(key.resource())
        .resolve(key.namespace().isEmpty() ? NO_NAMESPACE : key.namespace())
        .resolve(URLEncoder.encode(key.name(), StandardCharsets.UTF_8) + SUFFIX);
  }

  @Override
  public long firstRevision() {
    return reserved;
  }

  @Override
  public void reserve(long revision) {
    if (revision > reserved) {
      long next = revision + RESERVED_AT_ONCE;
      write(directory.resolve("revision"), Long.toString(next).getBytes(StandardCharsets.US_ASCII));
      reserved = next;
    }
  }

  @Override
  public void save(ObjectKey key, ObjectNode object) {
    if (!unsaved.contains(key.resource())) {
      write(path(key), Json.prettyBytes(object));
    }
  }

  private static void write(Path file, byte[] content) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " has no folder");
    }
    Path temporary = folder.resolve(file.getFileName() + ".new");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(ObjectKey key) {
    if (unsaved.contains(key.resource())) {
      return;
    }
    try {
      Path file = path(key);
      if (Files.deleteIfExists(file)) {
        sync(file.resolveSibling("."));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
