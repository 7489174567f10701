package dev.privateregistry.registry.app;

import dev.privateregistry.registry.observe.ServerStatus;
import dev.privateregistry.registry.reload.HotFile;

/** From files that are reloaded to what the status says of them. */
final class LoadedFiles {
  private LoadedFiles() {}

  /**
   * What is in force of a file.
   *
   * @param unit what it holds, for example users
   */
  static ServerStatus.LoadedFile describe(
      String name, HotFile.State<?> state, String unit, int count) {
    return new ServerStatus.LoadedFile(
        name,
        state.fingerprint(),
        new ServerStatus.Content(unit, count),
        state.loadedAt(),
        state.error());
  }
}
