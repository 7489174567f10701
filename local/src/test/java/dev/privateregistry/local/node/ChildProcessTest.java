package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir Path temporary;
  private Path log;

  @BeforeEach
  void setUp() {
    log = temporary.resolve("logs/child.log");
  }

  @Test
  void shouldPassArgumentsEnvironmentAndExitStatus() throws Exception {
    ChildProcess child =
        ChildProcess.start(
            List.of("/bin/sh", "-c", "echo \"$1 $NAME\"; exit 7", "sh", "a b"),
            Map.of("NAME", "c d"),
            log);
    assertEquals(7, child.exit().get(10, TimeUnit.SECONDS));
    assertEquals("a b c d\n", Files.readString(log));
  }

  @Test
  void shouldStopWithTermSoThatTheProgramCanFinish() throws Exception {
    ChildProcess child =
        sh("trap 'echo finished; exit 0' TERM; echo up; while :; do sleep 0.05; done");
    Poll.until(() -> Files.readString(log).contains("up"));
    child.stop(Duration.ofSeconds(10));
    assertEquals(0, child.exit().join());
    assertTrue(Files.readString(log).contains("finished"));
  }

  @Test
  void shouldKillAProgramThatIgnoresTerm() throws Exception {
    ChildProcess child = sh("trap '' TERM; echo up; while :; do sleep 0.05; done");
    Poll.until(() -> Files.readString(log).contains("up"));
    child.stop(Duration.ofMillis(200));
    assertEquals(137, child.exit().join());
  }

  @Test
  void shouldLeaveNoWatcherBehind() throws Exception {
    ChildProcess child = sh("while :; do sleep 0.05; done");
    Poll.until(() -> watchers(child) > 0);
    List<ProcessHandle> watchers = ProcessHandle.of(child.pid()).orElseThrow().children().toList();
    child.kill();
    Poll.until(() -> watchers.stream().noneMatch(ProcessHandle::isAlive));
    assertEquals(137, child.exit().join());
  }

  @Test
  void shouldEndWithAParentThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                log.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertTrue(child.isAlive());
      parent.destroyForcibly().waitFor();
      Poll.until(() -> !child.isAlive());
    }
  }

  @Test
  void shouldSweepAProcessOfAnEarlierRunButNoStranger() throws Exception {
    ChildProcess child = sh("while :; do sleep 0.05; done");
    Path record = temporary.resolve("pods/a.process");
    child.record(record);
    String text = Files.readString(record);
    Files.writeString(record, child.pid() + " 12345");
    ChildProcess.sweep(record);
    assertTrue(child.isAlive(), "another start time: the pid belongs to somebody else");
    Files.writeString(record, text);
    ChildProcess.sweep(record);
    assertFalse(child.isAlive());
    assertFalse(Files.exists(record));
  }

  private ChildProcess sh(String script) throws IOException {
    return ChildProcess.start(
        List.of("/bin/sh", "-c", script), Map.of("PATH", System.getenv("PATH")), log);
  }

  private static long watchers(ChildProcess child) {
    return ProcessHandle.of(child.pid()).map(handle -> handle.children().count()).orElse(0L);
  }

  /** Starts a child, prints its pid and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      ChildProcess child =
          ChildProcess.start(List.of("/bin/sleep", "600"), Map.of(), Path.of(arguments[0]));
      System.out.println(child.pid());
      System.out.flush();
      Thread.sleep(Duration.ofMinutes(5));
    }
  }
}
