package dev.privateregistry.registry.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for appending, used by one thread. Closing it keeps what was written. */
public interface AppendFile extends Closeable {
  /** The size in bytes, including everything written so far. */
  long size() throws IOException;

  /** Appends all remaining bytes of the buffer. */
  void write(ByteBuffer bytes) throws IOException;

  /** Cuts the file back to a size it had before. */
  void truncate(long size) throws IOException;

  /**
   * Makes the content survive a power cut once the file has got a durable name.
   *
   * @throws IOException when some of it may be lost; the file is gone then
   */
  void force() throws IOException;

  /**
   * Ends the use of the file.
   *
   * @throws IOException when some of what was written may be lost; the file is gone then
   */
  @Override
  void close() throws IOException;
}
