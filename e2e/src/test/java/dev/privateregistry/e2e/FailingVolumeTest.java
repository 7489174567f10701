package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real ext4 volume that gets full, breaks and goes away under one running server. */
@Tag("durability")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FailingVolumeTest {
  private static final String URL = "http://127.0.0.1:5000";
  private static final String DEBUG = "http://127.0.0.1:5001";
  private static final String MOUNT = "mount -o loop,errors=remount-ro disk.img volume";

  @RegisterExtension static final Sandbox SANDBOX = new Sandbox();
  private static @Nullable Process registry;

  @BeforeAll
  static void serve() throws IOException, InterruptedException {
    shell("truncate -s 64M disk.img && mkfs.ext4 -q -F disk.img && mkdir volume && " + MOUNT);
    SANDBOX.write(
        "config.yml",
        """
        version: 0.1
        log: {accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        health: {storagedriver: {enabled: true, interval: 100ms}}
        http: {addr: '127.0.0.1:5000', debug: {addr: '127.0.0.1:5001'}}
        """
            .formatted(SANDBOX.path("volume/data")));
    start();
    assertEquals("201", push("before"));
  }

  private static void start() throws IOException, InterruptedException {
    registry = RegistryProgram.start(SANDBOX, URL, "serve", SANDBOX.path("config.yml").toString());
  }

  @Test
  @Order(1)
  void shouldRefusePushesAndServePullsWhileTheDiskIsFull() throws Exception {
    shell(
        "mountpoint -q volume; for size in 64k 4k 1k; do"
            + " dd if=/dev/zero of=volume/filler$size bs=$size count=2000 || sync; done");
    SANDBOX.write("large", "x".repeat(1_000_000));

    assertEquals("507", pushFile("large"));
    assertTrue(SANDBOX.read("answer").contains("\"code\":\"UNAVAILABLE\""));
    assertServed("before");
    assertEquals("200", get(DEBUG + "/ready"));

    shell("rm volume/filler*");
    assertEquals("201", pushFile("large"));
    assertServed("before");
  }

  /** As the kernel does when it meets an error in the file system's own structures. */
  @Test
  @Order(2)
  void shouldServePullsFromAVolumeThatHasBecomeReadOnlyAndLoseNothing() throws Exception {
    shell(
        "device=$(losetup -j disk.img | cut -d: -f1)"
            + " && echo 1 > /sys/fs/ext4/$(basename $device)/trigger_fs_error");
    await("/ready", "503");

    assertEquals("503", push("while it is read-only"));
    assertTrue(SANDBOX.read("answer").contains("\"code\":\"UNAVAILABLE\""));
    assertEquals("503", get(DEBUG + "/debug/health"));
    assertServed("before");

    SANDBOX.stop(Objects.requireNonNull(registry));
    shell("umount volume; e2fsck -fy disk.img || [ $? = 1 ]; " + MOUNT);
    start();
    assertServed("before");
    assertEquals("201", push("when it is mended"));
  }

  @Test
  @Order(3)
  void shouldNotCallBlobsUnknownWhileTheVolumeIsAway() throws Exception {
    shell("umount -l volume");
    await("/ready", "503");

    assertEquals("503", get(blob("when it is mended")));
    assertEquals("503", push("while it is away"));
    assertTrue(Files.notExists(SANDBOX.path("volume/data")));

    shell(MOUNT);
    await("/ready", "200");
    assertServed("before");
    assertServed("when it is mended");
    assertEquals("201", push("while it is away"));
    RegistryProgram.run(SANDBOX, "fsck", SANDBOX.path("config.yml").toString())
        .shouldSay(" 0 wrong");
  }

  /** Goes to the folder by its path: what nsenter sets is the folder outside, without mounts. */
  private static void shell(String script) {
    SANDBOX.run("sh", "-ec", "cd " + SANDBOX.path("") + "; " + script).shouldSucceed();
  }

  private static void await(String path, String status) throws InterruptedException {
    Sandbox.await(
        path + " " + status, Duration.ofSeconds(20), () -> get(DEBUG + path).equals(status));
  }

  private static String push(String content) throws IOException {
    SANDBOX.write("content", content);
    return pushFile("content");
  }

  /** The status of pushing a file as a blob; the answer's body is in a file. */
  private static String pushFile(String name) throws IOException {
    String digest = digest(Files.readAllBytes(SANDBOX.path(name)));
    return curl(
        "-X",
        "POST",
        "-H",
        "Content-Type: application/octet-stream",
        "--data-binary",
        "@" + name,
        URL + "/v2/team/app/blobs/uploads/?digest=" + digest);
  }

  private static void assertServed(String content) {
    assertEquals(
        "200", get(blob(content)), () -> SANDBOX.read("answer") + SANDBOX.read("registry.log"));
    assertEquals(content, SANDBOX.read("answer"));
  }

  private static String blob(String content) {
    return URL + "/v2/team/app/blobs/" + digest(content.getBytes(StandardCharsets.UTF_8));
  }

  private static String get(String url) {
    return curl(url);
  }

  private static String curl(String... arguments) {
    String[] command = new String[arguments.length + 6];
    System.arraycopy(
        new String[] {"curl", "-s", "-o", "answer", "-w", "%{http_code}"}, 0, command, 0, 6);
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    return SANDBOX.run(command).output().strip();
  }

  private static String digest(byte[] content) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      return "sha256:" + HexFormat.of().formatHex(hash.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
