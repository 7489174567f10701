package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The calls whose order decides what a power cut leaves behind. */
interface Disk {
  /** Writes a file's content to the medium. */
  void force(Path path, FileChannel file) throws IOException;

  /** Writes a folder's entries to the medium. */
  void forceFolder(Path folder) throws IOException;

  /** Gives a file another name in one step, replacing a file that has it. */
  void rename(Path from, Path to) throws IOException;

  void createFolder(Path folder) throws IOException;

  /** The operating system. */
  record Real() implements Disk {
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
  }
}
