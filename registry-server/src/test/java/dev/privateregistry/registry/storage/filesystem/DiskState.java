package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.NavigableSet;

/**
 * All that is on a disk; paths are below its root.
 *
 * @param folders every folder; those above others first
 * @param files every file with its bytes
 */
record DiskState(NavigableSet<String> folders, NavigableMap<String, byte[]> files) {
  /** The same for equal states only. */
  String fingerprint() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      folders.forEach(folder -> hash.update((folder + "\n").getBytes(StandardCharsets.UTF_8)));
      files.forEach(
          (path, bytes) -> {
            hash.update((path + "\0" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            hash.update(bytes);
          });
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a folder that holds another state hold this one. */
  void replace(DiskState old, Path root) throws IOException {
    for (String path : old.files.keySet()) {
      if (!files.containsKey(path)) {
        Files.delete(root.resolve(path));
      }
    }
    for (String path : old.folders.descendingSet()) {
      if (!folders.contains(path)) {
        Files.delete(root.resolve(path));
      }
    }
    for (String path : folders) {
      if (!old.folders.contains(path)) {
        Files.createDirectory(root.resolve(path));
      }
    }
    for (var file : files.entrySet()) {
      if (!Arrays.equals(old.files.get(file.getKey()), file.getValue())) {
        Files.write(root.resolve(file.getKey()), file.getValue());
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    files.forEach((path, bytes) -> text.append(path).append(' ').append(bytes.length).append('\n'));
    return text.toString();
  }
}
