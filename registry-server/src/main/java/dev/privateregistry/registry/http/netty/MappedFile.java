package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;

/**
 * A range of a file for a plain socket, in pieces that lie in the page cache and are handed to the
 * socket from there. In large pieces that is twice as fast as {@code sendfile}, which goes through
 * a pipe of 64 KiB. What is not in the page cache is read, so that nobody waits for the disk but
 * the thread that feeds this answer.
 *
 * <p>Nothing but the kernel looks into a mapped piece: bytes that cannot be read after all (a
 * failing disk, a file cut short) are an error of the write. Used by one thread, which also closes
 * it.
 */
final class MappedFile implements BodySource {
  /** The size of a mapped piece; a shorter body is not worth a mapping. */
  static final int PIECE = 1024 * 1024;

  /**
   * How many answers may be sent so at a time; their pieces count as resident memory of the
   * process.
   */
  static final int AT_ONCE = 32;

  private final BodySource.File source;
  private final Semaphore turns;
  private final ArrayDeque<Arena> lent = new ArrayDeque<>();

  /**
   * @param turns one of its permits has been taken, and is given back by {@link #close}
   */
  MappedFile(BodySource.File source, Semaphore turns) {
    this.source = source;
    this.turns = turns;
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed once the piece has been written
  public ByteBuf piece(ByteBufAllocator allocator, long done, int most) throws IOException {
    Arena arena = Arena.ofConfined();
    lent.add(arena);
    MemorySegment piece = map(source.file(), arena, source.offset() + done, length() - done);
    return piece.isLoaded()
        ? Unpooled.wrappedBuffer(lend(piece))
        : source.piece(allocator, done, most);
  }

  private static MemorySegment map(FileChannel file, Arena arena, long from, long left)
      throws IOException {
    long size = Math.min(PIECE, left);
    if (from + size > file.size()) {
      throw new EOFException("the file ended before its length");
    }
    return file.map(MapMode.READ_ONLY, from, size, arena);
  }

  /** The same memory for the event loop too, which has it no longer than the mapping is there. */
  private static ByteBuffer lend(MemorySegment piece) {
    return MemorySegment.ofAddress(piece.address()).reinterpret(piece.byteSize()).asByteBuffer();
  }

  @Override
  public void written() {
    lent.remove().close();
  }

  @Override
  public boolean lends() {
    return true;
  }

  @Override
  public void close() throws IOException {
    turns.release();
    while (!lent.isEmpty()) {
      written();
    }
    source.close();
  }
}
