package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
  private static final int OFFSET = 4097;

  private final byte[] content = new byte[3 * MappedFile.PIECE];
  private final Semaphore turns = new Semaphore(0);
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    new Random(4).nextBytes(content);
    file = Files.write(folder.resolve("blob"), content);
  }

  private MappedFile open(long offset, long length) throws IOException {
    return new MappedFile(new BodySource.File(FileChannel.open(file), offset, length), turns);
  }

  @Test
  void shouldGiveTheRangeInPieces() throws IOException {
    long length = 2L * MappedFile.PIECE + 5;
    try (MappedFile source = open(OFFSET, length)) {
      int done = 0;
      while (done < length) {
        byte[] piece = take(source.piece(UnpooledByteBufAllocator.DEFAULT, done, MappedFile.PIECE));
        int from = OFFSET + done;
        assertArrayEquals(Arrays.copyOfRange(content, from, from + piece.length), piece);
        done += piece.length;
        source.written();
      }
      assertEquals(length, done);
    }
  }

  private static byte[] take(ByteBuf piece) {
    try {
      return ByteBufUtil.getBytes(piece);
    } finally {
      piece.release();
    }
  }

  @Test
  void shouldSayWhenTheFileIsTooShort() throws IOException {
    try (MappedFile source = open(OFFSET, content.length)) {
      take(source.piece(UnpooledByteBufAllocator.DEFAULT, 0, MappedFile.PIECE));
      assertThrows(
          EOFException.class,
          () ->
              source.piece(
                  UnpooledByteBufAllocator.DEFAULT, 2L * MappedFile.PIECE, MappedFile.PIECE));
    }
  }

  @Test
  void shouldGiveTurnAndFileBackWhenClosed() throws IOException {
    FileChannel channel = FileChannel.open(file);
    MappedFile source = new MappedFile(new BodySource.File(channel, 0, content.length), turns);
    source.piece(UnpooledByteBufAllocator.DEFAULT, 0, MappedFile.PIECE).release();
    source.close();
    assertEquals(1, turns.availablePermits());
    assertFalse(channel.isOpen());
  }
}
