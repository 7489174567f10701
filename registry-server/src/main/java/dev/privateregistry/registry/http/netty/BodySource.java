package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Where the body of an answer is read from, by blocking calls. */
sealed interface BodySource extends AutoCloseable permits BodySource.Copied, MappedFile {
  long length();

  /**
   * The bytes from position {@code done} of the body on, as many as one step gives.
   *
   * @param most how many bytes may be copied into memory for it
   * @throws EOFException when the source ends before its length
   */
  ByteBuf piece(ByteBufAllocator allocator, long done, int most) throws IOException;

  /** The oldest piece that was not yet told so has left, or never will. */
  default void written() {}

  /** Whether the memory of a piece belongs to the source, and goes when it has been written. */
  default boolean lends() {
    return false;
  }

  @Override
  void close() throws IOException;

  /** A source whose bytes are copied into buffers. */
  sealed interface Copied extends BodySource {
    /** Fills {@code out} with bytes from position {@code done} of the body. */
    void read(ByteBuf out, long done) throws IOException;

    @Override
    default ByteBuf piece(ByteBufAllocator allocator, long done, int most) throws IOException {
      int size = (int) Math.min(most, length() - done);
      ByteBuf piece = allocator.directBuffer(size, size);
      try {
        read(piece, done);
        return piece;
      } catch (IOException | RuntimeException problem) {
        piece.release();
        throw problem;
      }
    }
  }

  /** A range of a file. */
  record File(FileChannel file, long offset, long length) implements Copied {
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
  record Stream(ReadableByteChannel source, long length) implements Copied {
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
