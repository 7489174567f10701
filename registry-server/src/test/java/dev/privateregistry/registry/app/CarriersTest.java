package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Virtual threads that wait in the kernel: for a pipe that nobody writes to, as for a stuck disk.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class CarriersTest {
  @TempDir private Path folder;

  @Test
  void shouldLetOthersGoOnWhileAllCarriersWaitInTheKernel() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    int stuck = 4 * Runtime.getRuntime().availableProcessors();
    List<Thread> waiting = new ArrayList<>();
    try (Carriers watched = Carriers.watch()) {
      for (int i = 0; i < stuck; i++) {
        waiting.add(Thread.startVirtualThread(() -> open(pipe)));
      }
      CountDownLatch turn = new CountDownLatch(1);
      Thread.startVirtualThread(turn::countDown);

      assertTrue(turn.await(30, TimeUnit.SECONDS), watched::toString);
    } finally {
      for (Thread each : waiting) {
        while (each.isAlive()) {
          release(pipe);
          each.join(Duration.ofMillis(20));
        }
      }
    }
  }

  /** Who waits to read goes on, and reads nothing. */
  private static void release(Path pipe) throws IOException {
    try (FileChannel both =
        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertTrue(both.isOpen());
    }
  }

  private static void open(Path pipe) {
    try (InputStream reader = Files.newInputStream(pipe)) {
      assertEquals(-1, reader.read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
