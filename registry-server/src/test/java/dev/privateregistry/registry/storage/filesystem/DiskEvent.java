package dev.privateregistry.registry.storage.filesystem;

import java.nio.file.Path;

/** What a recorded run did to the disk, and what it said meanwhile. Paths are below the root. */
sealed interface DiskEvent {
  record FileCreated(Path path) implements DiskEvent {}

  @SuppressWarnings("ArrayRecordComponent")
  record Written(Path path, long offset, byte[] bytes) implements DiskEvent {
    @Override
    public String toString() {
      return "Written[path=" + path + ", offset=" + offset + ", bytes=" + bytes.length + "]";
    }
  }

  record Cut(Path path, long size) implements DiskEvent {}

  record FileForced(Path path) implements DiskEvent {}

  record FolderForced(Path path) implements DiskEvent {}

  record Renamed(Path from, Path to) implements DiskEvent {}

  record FolderCreated(Path path) implements DiskEvent {}

  record Deleted(Path path) implements DiskEvent {}

  /**
   * The run has said something, for example that a push has succeeded.
   *
   * @param replayed notes that again for whoever replays the run
   */
  record Said(String what, Runnable replayed) implements DiskEvent {
    @Override
    public String toString() {
      return "Said[" + what + "]";
    }
  }
}
