package dev.privateregistry.registry.notification;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of an {@link EventQueue}: records after each other, each with its length and CRC-32C in
 * front. What does not fit its checksum ends the segment: a write that a crash has cut off.
 */
final class EventSegment implements Closeable {
  private static final int HEADER = 8;
  private static final int LARGEST = 16 << 20;
  private static final String SUFFIX = ".events";

  private final long number;
  private final Path file;
  private final FileChannel channel;
  private long size;
  private int records;

  private EventSegment(long number, Path file, FileChannel channel) {
    this.number = number;
    this.file = file;
    this.channel = channel;
  }

  /** A record and where the next one starts. */
  @SuppressWarnings("ArrayRecordComponent")
  record Found(byte[] content, long end) {}

  static EventSegment create(Path folder, long number) throws IOException {
    Path file = folder.resolve("%020d%s".formatted(number, SUFFIX));
    return new EventSegment(number, file, open(file));
  }

  /** Opens what an earlier process left, and cuts off what it could not finish. */
  static EventSegment open(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    EventSegment segment = new EventSegment(number, file, open(file));
    long whole = segment.channel.size();
    segment.size = whole;
    long position = 0;
    for (Found next = segment.read(0); next != null; next = segment.read(position)) {
      position = next.end();
      segment.records++;
    }
    segment.size = position;
    if (position < whole) {
      segment.channel.truncate(position);
    }
    return segment;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  static boolean isNameOfOne(String name) {
    return name.matches("\\d{20}" + SUFFIX.replace(".", "\\."));
  }

  long number() {
    return number;
  }

  long size() {
    return size;
  }

  int records() {
    return records;
  }

  /** How many records start before this position. */
  int recordsBefore(long end) throws IOException {
    int count = 0;
    long position = 0;
    while (position < end) {
      Found next = read(position);
      if (next == null) {
        return count;
      }
      position = next.end();
      count++;
    }
    return count;
  }

  /**
   * Adds a record. One that cannot be written whole leaves nothing behind.
   *
   * @return the bytes it takes
   */
  long append(byte[] content) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEADER + content.length);
    record.putInt(content.length).putInt(checksum(content)).put(content).flip();
    long position = size;
    try {
      while (record.hasRemaining()) {
        position += channel.write(record, position);
      }
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
    long taken = position - size;
    size = position;
    records++;
    return taken;
  }

  /** The record that starts here, or null at the end. */
  @Nullable Found read(long position) throws IOException {
    byte[] header = readFully(position, HEADER);
    if (header == null) {
      return null;
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    int length = fields.getInt();
    int checksum = fields.getInt();
    if (length < 0 || length > LARGEST) {
      return null;
    }
    byte[] content = readFully(position + HEADER, length);
    return content == null || checksum(content) != checksum
        ? null
        : new Found(content, position + HEADER + length);
  }

  private byte @Nullable [] readFully(long position, int length) throws IOException {
    if (position + length > size) {
      return null;
    }
    byte[] bytes = new byte[length];
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      if (channel.read(rest, position + rest.position()) < 0) {
        return null;
      }
    }
    return bytes;
  }

  private static int checksum(byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(content, 0, content.length);
    return (int) sum.getValue();
  }

  void force() throws IOException {
    channel.force(false);
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
