package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Where the body of an answer is read from, by blocking calls. */
sealed interface BodySource extends AutoCloseable {
  long length();

  /**
   * Fills {@code out} with bytes from position {@code done} of the body, as far as that is one
   * step.
   *
   * @throws EOFException when the source ends before its length
   */
  void read(ByteBuf out, long done) throws IOException;

  @Override
  void close() throws IOException;

  /** A range of a file. */
  record File(FileChannel file, long offset, long length) implements BodySource {
    @Override
    public void read(ByteBuf out, long done) throws IOException {
      require(out.writeBytes(file, offset + done, out.writableBytes()));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** Whatever a channel yields. */
  record Stream(ReadableByteChannel source, long length) implements BodySource {
    @Override
    public void read(ByteBuf out, long done) throws IOException {
      int read = source.read(out.nioBuffer(out.writerIndex(), out.writableBytes()));
      require(read);
      out.writerIndex(out.writerIndex() + read);
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  private static void require(int read) throws EOFException {
    if (read < 0) {
      throw new EOFException("the body ended before its length");
    }
  }
}
