package dev.privateregistry.registry.storage;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files by path. Paths start with a slash, are separated by slashes, have no empty, {@code .}
 * or {@code ..} component and are chosen by {@link StorageLayout} alone; the empty path is the
 * folder above all. Folders exist exactly as long as files need them, or a little longer.
 *
 * <p>Every method may block and may be called by any number of threads. A reader sees a file before
 * or after a write, never in between, except for a file that is being appended to. A failure throws
 * and leaves what was there before; a full medium throws {@link StorageFullException}.
 */
public interface StorageDriver {
  /** What survives a power cut once a write has returned. */
  enum Durability {
    /** The file under its name, with its content. */
    DURABLE,
    /** Nothing is promised: for what a restart may lose. */
    VOLATILE
  }

  /** The size of a file in bytes; -1 when there is no file (a folder is none). */
  long size(String path) throws IOException;

  /**
   * The whole content of a small file, or null when there is none.
   *
   * @param limit in bytes
   * @throws FileTooLargeException when the file is larger; nothing of it has been read then
   */
  byte @Nullable [] read(String path, int limit) throws IOException;

  /** Opens a file for reading, or returns null when there is none. The caller closes it. */
  @Nullable StoredFile open(String path) throws IOException;

  /** Replaces or creates a file, with the folders it needs. */
  void write(String path, byte[] content, Durability durability) throws IOException;

  /** Opens a file for appending, created empty (with the folders it needs) when there is none. */
  AppendFile append(String path) throws IOException;

  /**
   * Gives a file another name, durably, replacing a file that has it and creating the folders it
   * needs. The content must have been {@linkplain AppendFile#force forced} before.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such file
   */
  void move(String from, String to) throws IOException;

  /**
   * Removes a file, or a folder with everything in it.
   *
   * @return whether there was one
   */
  boolean delete(String path, Durability durability) throws IOException;

  /** The names of the files and folders in a folder, sorted; empty when there is no such folder. */
  List<String> list(String path) throws IOException;

  /** When a file was last written, or null when there is no file. A move keeps it. */
  @Nullable Instant modified(String path) throws IOException;

  /**
   * Claims a path against other servers on the same storage, until the claim is closed or the
   * process ends. Within the process it keeps nobody out who does not ask.
   *
   * @return null while another server has it
   */
  @Nullable Closeable claim(String path);

  /**
   * The names of the files in a folder that writes under way or interrupted have there, sorted.
   * {@link #list} leaves them out; every other method takes them like other files.
   */
  List<String> temporaries(String path) throws IOException;
}
