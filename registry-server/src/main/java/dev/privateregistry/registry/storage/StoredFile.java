package dev.privateregistry.registry.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** A file open for reading: it stays readable when it is replaced or deleted meanwhile. */
public sealed interface StoredFile extends Closeable {
  /** The size in bytes. */
  long size();

  /** A file of the operating system, which can be sent without passing through memory. */
  record OnDisk(FileChannel channel, long size) implements StoredFile {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A file kept elsewhere, read piece by piece. */
  non-sealed interface Streamed extends StoredFile {
    /** The bytes {@code [offset, offset + length)}; closing the channel closes this file. */
    ReadableByteChannel range(long offset, long length) throws IOException;
  }
}
