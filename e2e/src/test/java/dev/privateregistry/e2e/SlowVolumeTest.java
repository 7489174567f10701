package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A real ext4 volume that takes no writes for a while, as when its array or its network is stuck:
 * fsfreeze lets every write wait in the kernel, and reads go on.
 */
@Tag("durability")
final class SlowVolumeTest {
  private static final String URL = "http://127.0.0.1:5000";
  private static final String DEBUG = "http://127.0.0.1:5001";
  private static final int PUSHES = 24;
  private static final int BYTES = 4_000_000;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private @Nullable Process registry;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    shell(
        "truncate -s 512M disk.img && mkfs.ext4 -q -F disk.img && mkdir volume"
            + " && mount -o loop disk.img volume");
    sandbox.write(
        "config.yml",
        """
        version: 0.1
        log: {accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        health: {storagedriver: {enabled: true, interval: 100ms}}
        http: {addr: '127.0.0.1:5000', debug: {addr: '127.0.0.1:5001'}}
        """
            .formatted(sandbox.path("volume/data")));
    start();
  }

  private void start() throws IOException, InterruptedException {
    registry = RegistryProgram.start(sandbox, URL, "serve", sandbox.path("config.yml").toString());
  }

  @Test
  void shouldHoldUpOnlyThoseWhoWriteAndLoseNothing() throws Exception {
    for (int i = 0; i < PUSHES; i++) {
      assertEquals("201", push("before " + i));
    }
    assertServed("before 0");
    List<Process> pushes = new ArrayList<>();
    long resident;
    shell("fsfreeze -f volume");
    try {
      long before = resident();
      for (int i = 0; i < PUSHES; i++) {
        String content = "during " + i + " " + "x".repeat(BYTES);
        sandbox.write("during" + i, content);
        pushes.add(sandbox.start("push" + i, pushCommand("during" + i, content, "answer" + i)));
      }
      await("/ready", "503");

      for (int i = 0; i < PUSHES; i++) {
        assertServed("before " + i);
      }
      assertEquals("200", status(URL + "/v2/"));
      assertEquals("200", status(URL + "/v2/_catalog"));
      assertEquals("404", status(blob("during 0 " + "x".repeat(BYTES))));
      assertEquals("503", status(DEBUG + "/debug/health"));
      for (int i = 0; i < PUSHES; i++) {
        boolean refused = sandbox.read("push" + i + ".log").equals("503");
        assertTrue(pushes.get(i).isAlive() || refused, sandbox.read("push" + i + ".log"));
      }
      resident = resident() - before;
    } finally {
      shell("fsfreeze -u volume");
    }
    assertTrue(resident < 150_000, "memory grew by " + resident + " kB");

    for (int i = 0; i < PUSHES; i++) {
      assertEquals(0, pushes.get(i).waitFor());
      String last = sandbox.read("push" + i + ".log").strip();
      // while the check fails nothing new is taken
      assertTrue(List.of("201", "503").contains(last), last);
    }
    await("/ready", "200");
    Objects.requireNonNull(registry).destroyForcibly().waitFor();
    start();
    int acknowledged = 0;
    for (int i = 0; i < PUSHES; i++) {
      if (sandbox.read("push" + i + ".log").strip().equals("201")) {
        acknowledged++;
        assertServed("during " + i + " " + "x".repeat(BYTES));
      }
    }
    assertTrue(acknowledged > 0, "no push was waiting");
    assertServed("before 1");
    RegistryProgram.run(sandbox, "fsck", sandbox.path("config.yml").toString())
        .shouldSay(" 0 wrong");
  }

  private void shell(String script) {
    sandbox.run("sh", "-ec", "cd " + sandbox.path("") + "; " + script).shouldSucceed();
  }

  private void await(String path, String status) throws InterruptedException {
    Sandbox.await(
        path + " " + status, Duration.ofSeconds(20), () -> status(DEBUG + path).equals(status));
  }

  /** In kB. */
  private long resident() throws IOException {
    String status =
        Files.readString(Path.of("/proc/" + Objects.requireNonNull(registry).pid() + "/status"));
    Matcher matcher = RESIDENT.matcher(status);
    assertTrue(matcher.find(), status);
    return Long.parseLong(matcher.group(1));
  }

  private String push(String content) throws IOException {
    sandbox.write("content", content);
    return sandbox.run(pushCommand("content", content, "answer")).output().strip();
  }

  private static String[] pushCommand(String file, String content, String answer) {
    return new String[] {
      "curl",
      "-s",
      "-o",
      answer,
      "-w",
      "%{http_code}",
      "--max-time",
      "60",
      "-X",
      "POST",
      "-H",
      "Content-Type: application/octet-stream",
      "--data-binary",
      "@" + file,
      URL + "/v2/team/app/blobs/uploads/?digest=" + digest(content)
    };
  }

  private void assertServed(String content) {
    assertEquals("200", status(blob(content)), () -> sandbox.read("registry.log"));
    assertEquals(content, sandbox.read("answer"));
  }

  private String status(String url) {
    return sandbox
        .run("curl", "-s", "-o", "answer", "-w", "%{http_code}", "--max-time", "10", url)
        .output()
        .strip();
  }

  private static String blob(String content) {
    return URL + "/v2/team/app/blobs/" + digest(content);
  }

  private static String digest(String content) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(hash.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
