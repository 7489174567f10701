package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Every call that changes the disk: their order decides what a power cut leaves behind. */
interface Disk {
  /** Opens a file for writing. */
  FileChannel open(Path path, OpenOption... options) throws IOException;

  /** Writes all remaining bytes at the channel's position, or at the end when it appends. */
  void write(Path path, FileChannel file, ByteBuffer bytes) throws IOException;

  /** Cuts a file back. */
  void truncate(Path path, FileChannel file, long size) throws IOException;

  /** Writes a file's content to the medium. */
  void force(Path path, FileChannel file) throws IOException;

  /** Writes a folder's entries to the medium. */
  void forceFolder(Path folder) throws IOException;

  /** Gives a file another name in one step, replacing a file that has it. */
  void rename(Path from, Path to) throws IOException;

  void createFolder(Path folder) throws IOException;

  /** Removes a file or an empty folder. */
  void delete(Path path) throws IOException;

  /** The operating system. */
  record Real() implements Disk {
    @Override
    public FileChannel open(Path path, OpenOption... options) throws IOException {
      return FileChannel.open(path, options);
    }

    @Override
    public void write(Path path, FileChannel file, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }

    @Override
    public void truncate(Path path, FileChannel file, long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force(Path path, FileChannel file) throws IOException {
      file.force(false);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      Files.createDirectory(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
      Files.delete(path);
    }
  }
}
