package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where things are under the node's folder; no other class of this package knows paths.
 *
 * <pre>
 * node/
 *   volumes/NAMESPACE/CLAIM/                      what a PersistentVolumeClaim holds: the images
 *   pods/NAMESPACE_POD_UID/volumes/VOLUME/        ConfigMaps, Secrets, scratch folders of one pod
 *   pods/NAMESPACE_POD_UID/CONTAINER.process      pid and start time, for the sweep after a crash
 *   logs/NAMESPACE_POD/CONTAINER.log              output; the older half in CONTAINER.log.1
 * </pre>
 */
final class PodFolder {
  private final Path node;
  private final String namespace;
  private final String name;
  private final String uid;

  PodFolder(Path node, Pod pod) {
    this.node = node;
    this.namespace = pod.getMetadata().getNamespace();
    this.name = pod.getMetadata().getName();
    this.uid = pod.getMetadata().getUid();
  }

  static Path pods(Path node) {
    return node.resolve("pods");
  }

  static Path claim(Path node, String namespace, String claim) {
    return node.resolve("volumes").resolve(namespace).resolve(claim);
  }

  Path claim(String claim) {
    return claim(node, namespace, claim);
  }

  Path volume(String volume) {
    return root().resolve("volumes").resolve(volume);
  }

  Path processRecord(String container) {
    return root().resolve(container + ".process");
  }

  Path log(String container) {
    return node.resolve("logs").resolve(namespace + "_" + name).resolve(container + ".log");
  }

  /** Removes what belongs to the pod alone; claims and logs stay. */
  void delete() throws IOException {
    deleteRecursively(root());
  }

  private Path root() {
    return pods(node).resolve(namespace + "_" + name + "_" + uid);
  }

  /** A folder that only its owner may enter. */
  static Path createPrivate(Path folder) throws IOException {
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  static void createParent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      createPrivate(parent);
    }
  }

  /** Does not follow symbolic links. */
  static void deleteRecursively(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
