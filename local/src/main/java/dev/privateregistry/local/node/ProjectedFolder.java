package dev.privateregistry.local.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A ConfigMap or Secret as files, changed as kubelet changes them: all files of one version at
 * once.
 *
 * <pre>
 * folder/
 *   ..data     -> ..5f2c81    replaced by rename: readers see the old or the new version, whole
 *   ..5f2c81/
 *     tls.crt
 *     tls.key
 *   tls.crt    -> ..data/tls.crt
 *   tls.key    -> ..data/tls.key
 * </pre>
 *
 * Files are readable by the owner alone. A program must not hold on to the folder behind {@code
 * ..data}: it goes away with the next version.
 */
final class ProjectedFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_RIGHTS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private SortedMap<String, byte[]> current = new TreeMap<>();
  private boolean written;

  ProjectedFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder hold exactly these files; does nothing when it does already.
   *
   * @param files content by relative path
   * @return whether anything changed
   */
  boolean project(Map<String, byte[]> files) throws IOException {
    if (written && same(files)) {
      return false;
    }
    Files.createDirectories(folder, FOLDER_RIGHTS);
    Path version = Files.createTempDirectory(folder, "..", FOLDER_RIGHTS);
    for (var file : files.entrySet()) {
      write(version, file.getKey(), file.getValue());
    }
    Path previous = resolvedData();
    switchTo(version);
    linkNames(files.keySet());
    if (previous != null) {
      PodFolder.deleteRecursively(previous);
    }
    current = new TreeMap<>(files);
    written = true;
    return true;
  }

  private boolean same(Map<String, byte[]> files) {
    return files.keySet().equals(current.keySet())
        && files.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), current.get(file.getKey())));
  }

  private static void write(Path version, String name, byte[] content) throws IOException {
    Path file = version.resolve(name).normalize();
    if (!file.startsWith(version) || file.equals(version) || Path.of(name).isAbsolute()) {
      throw new IOException("the file name '" + name + "' leaves the volume");
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent, FOLDER_RIGHTS);
    }
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.write(file, content);
  }

  private Path data() {
    return folder.resolve("..data");
  }

  private @Nullable Path resolvedData() throws IOException {
    return Files.isSymbolicLink(data())
        ? folder.resolve(Files.readSymbolicLink(data()).toString())
        : null;
  }

  private void switchTo(Path version) throws IOException {
    Path next = folder.resolve("..data_tmp");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, version.getFileName());
    Files.move(next, data(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void linkNames(Set<String> names) throws IOException {
    Set<String> roots = new TreeSet<>();
    for (String name : names) {
      roots.add(Path.of(name).getName(0).toString());
    }
    try (Stream<Path> links = Files.list(folder)) {
      for (Path link : links.toList()) {
        String name = link.getFileName().toString();
        if (!name.startsWith("..") && !roots.contains(name)) {
          Files.delete(link);
        }
      }
    }
    for (String root : roots) {
      Path link = folder.resolve(root);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of("..data", root));
      }
    }
  }
}
