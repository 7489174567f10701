package dev.privateregistry.registry.reload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file read again whenever its content changes. The content is polled and compared, never the
 * modification time: a projected Secret is swapped by symbolic link, with times of its own. Content
 * counts once it has been the same for a moment, so that a file being written is not taken for a
 * short one; and a file that is emptied in place is taken for an edit that broke off, not for one
 * that holds nothing any more. What cannot be read or parsed leaves the last good value in force,
 * and says so.
 */
public final class HotFile<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotFile.class);
  private static final Duration POLL = Duration.ofMillis(400);
  private static final Duration SETTLE = Duration.ofMillis(50);
  private static final int MAX_SIZE = 16 << 20;

  private final Path path;
  private final Parser<T> parser;
  private final Thread poller;
  private byte[] seen;
  private @Nullable Object seenFile;
  private volatile State<T> state;

  /** From the content of the file to the value. */
  public interface Parser<T> {
    /**
     * The value.
     *
     * @throws IllegalArgumentException with what is wrong, without secrets
     */
    T parse(byte[] content);
  }

  /**
   * What is in force.
   *
   * @param fingerprint SHA-256 of the content in force, lower-case hex
   * @param error why the content on disk now is not in force, or null when it is
   */
  public record State<T>(T value, String fingerprint, Instant loadedAt, @Nullable String error) {}

  private HotFile(Path path, Parser<T> parser, byte[] content) throws IOException {
    this.path = path;
    this.parser = parser;
    this.seen = content;
    this.state = new State<>(parser.parse(content), fingerprint(content), Instant.now(), null);
    this.seenFile = identity(path);
    this.poller = Thread.ofVirtual().name("reload " + path).unstarted(this::poll);
  }

  /**
   * Reads the file and begins to watch it.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException from the parser
   */
  public static <T> HotFile<T> open(Path path, Parser<T> parser) throws IOException {
    HotFile<T> file = new HotFile<>(path, parser, read(path));
    file.poller.start();
    return file;
  }

  /** The value in force. */
  public T value() {
    return state.value();
  }

  public State<T> state() {
    return state;
  }

  @Override
  public void close() {
    poller.interrupt();
  }

  /** SHA-256 in lower-case hex. */
  public static String fingerprint(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void poll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(POLL);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    byte[] content;
    try {
      content = read(path);
      if (Arrays.equals(content, seen)) {
        backToSeen();
        return;
      }
      Thread.sleep(SETTLE);
      if (!Arrays.equals(content, read(path))) {
        return;
      }
      Object file = identity(path);
      if (isBlank(content) && Objects.equals(file, seenFile)) {
        refuse(
            "it was emptied in place, as by an edit that broke off; replace the file to mean it");
        return;
      }
      seenFile = file;
    } catch (IOException e) {
      refuse(describe(e));
      return;
    }
    load(content);
  }

  /** The file is readable again and holds what was parsed last, successfully or not. */
  private void backToSeen() {
    if (state.error() != null && fingerprint(seen).equals(state.fingerprint())) {
      state = new State<>(state.value(), state.fingerprint(), state.loadedAt(), null);
      LOG.info("{} is as it was loaded", path);
    }
  }

  private void load(byte[] content) {
    seen = content;
    String fingerprint = fingerprint(content);
    try {
      T value = parser.parse(content);
      state = new State<>(value, fingerprint, Instant.now(), null);
      LOG.info("loaded {}, SHA-256 {}", path, fingerprint);
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String reason) {
    if (!reason.equals(state.error())) {
      state = new State<>(state.value(), state.fingerprint(), state.loadedAt(), reason);
      LOG.error("{} is refused, what was loaded before stays in force: {}", path, reason);
    }
  }

  private static boolean isBlank(byte[] content) {
    for (byte each : content) {
      if (!Character.isWhitespace(each)) {
        return false;
      }
    }
    return true;
  }

  /** Tells a file that was written to from another one in its place; null where nothing does. */
  private static @Nullable Object identity(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private static byte[] read(Path path) throws IOException {
    try (var stream = Files.newInputStream(path)) {
      byte[] content = stream.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new IOException("larger than " + (MAX_SIZE >> 20) + " MiB");
      }
      return content;
    }
  }

  /** What went wrong with a file, in words. */
  public static String describe(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
