package dev.privateregistry.registry.http;

import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** What follows the header fields of a response. The transport closes channels when it is done. */
public sealed interface ResponseBody {
  /** The length in bytes. */
  long length();

  /** No body. */
  record Empty() implements ResponseBody {
    @Override
    public long length() {
      return 0;
    }
  }

  /** A body in memory. The array belongs to the response and is never changed. */
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(byte[] content) implements ResponseBody {
    @Override
    public long length() {
      return content.length;
    }
  }

  /** A range of an open file: a file removed meanwhile is still sent whole. */
  record FileRange(FileChannel file, long offset, long length) implements ResponseBody {
    public FileRange {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException("offset " + offset + ", length " + length);
      }
    }
  }

  /** Bytes read from elsewhere by blocking calls, exactly {@code length} of them. */
  record Channel(ReadableByteChannel source, long length) implements ResponseBody {}
}
