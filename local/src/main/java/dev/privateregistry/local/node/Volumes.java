package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The volumes of one pod as folders of this machine, kept up to date with their sources. */
final class Volumes {
  private final Pod pod;
  private final PodFolder folder;
  private final ClusterView cluster;
  private final Map<String, ProjectedFolder> projected = new HashMap<>();
  private PathTranslation translation = new PathTranslation(Map.of());

  Volumes(Pod pod, PodFolder folder, ClusterView cluster) {
    this.pod = pod;
    this.folder = folder;
    this.cluster = cluster;
  }

  /** Whether a change of this ConfigMap or Secret concerns the pod, by volume or by environment. */
  static boolean refersTo(Pod pod, String kind, String name) {
    boolean secret = kind.equals("Secret");
    return volumes(pod).stream()
            .anyMatch(
                volume ->
                    secret
                        ? volume.getSecret() != null
                            && name.equals(volume.getSecret().getSecretName())
                        : volume.getConfigMap() != null
                            && name.equals(volume.getConfigMap().getName()))
        || pod.getSpec().getContainers().stream()
            .anyMatch(container -> Environment.refersTo(container, secret, name));
  }

  /**
   * Makes every volume there, or brings the projected ones up to date.
   *
   * @return whether a file changed
   */
  synchronized boolean mount() throws CannotStart {
    translation = new PathTranslation(mountPaths());
    boolean changed = false;
    for (Volume volume : volumes(pod)) {
      try {
        changed |= mount(volume);
      } catch (IOException e) {
        throw CannotStart.mount("volume '" + volume.getName() + "': " + e.getMessage());
      }
    }
    return changed;
  }

  /** What turns the mount paths of the pod's containers into folders of this machine. */
  synchronized PathTranslation translation() {
    return translation;
  }

  private boolean mount(Volume volume) throws CannotStart, IOException {
    if (volume.getConfigMap() != null) {
      return project(volume, files(volume.getName(), volume.getConfigMap()));
    }
    if (volume.getSecret() != null) {
      return project(volume, files(volume.getName(), volume.getSecret()));
    }
    if (volume.getEmptyDir() != null) {
      PodFolder.createPrivate(folder.volume(volume.getName()));
      return false;
    }
    String claim = volume.getPersistentVolumeClaim().getClaimName();
    String phase =
        cluster
            .claim(ClusterView.key(namespace(), claim))
            .map(object -> object.getStatus() == null ? "" : object.getStatus().getPhase())
            .orElseThrow(
                () -> CannotStart.mount("persistentvolumeclaim \"" + claim + "\" not found"));
    if (!"Bound".equals(phase) || !Files.isDirectory(folder.claim(claim))) {
      throw CannotStart.mount("persistentvolumeclaim \"" + claim + "\" is not bound");
    }
    return false;
  }

  private boolean project(Volume volume, Map<String, byte[]> files) throws IOException {
    return projected
        .computeIfAbsent(
            volume.getName(), name -> new ProjectedFolder(folder.volume(volume.getName())))
        .project(files);
  }

  private Map<String, byte[]> files(String volume, ConfigMapVolumeSource source)
      throws CannotStart {
    ConfigMap object =
        cluster.configMap(ClusterView.key(namespace(), source.getName())).orElse(null);
    if (object == null) {
      return missing("configmap", source.getName(), source.getOptional());
    }
    Map<String, byte[]> files = new TreeMap<>();
    orEmpty(object.getData())
        .forEach((key, text) -> files.put(key, utf8(translation.translate(text))));
    orEmpty(object.getBinaryData())
        .forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
    return select(volume, files, source.getItems(), source.getOptional());
  }

  private Map<String, byte[]> files(String volume, SecretVolumeSource source) throws CannotStart {
    Secret object =
        cluster.secret(ClusterView.key(namespace(), source.getSecretName())).orElse(null);
    if (object == null) {
      return missing("secret", source.getSecretName(), source.getOptional());
    }
    Map<String, byte[]> files = new TreeMap<>();
    orEmpty(object.getData())
        .forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
    orEmpty(object.getStringData()).forEach((key, text) -> files.put(key, utf8(text)));
    return select(volume, files, source.getItems(), source.getOptional());
  }

  private static Map<String, byte[]> missing(String kind, String name, @Nullable Boolean optional)
      throws CannotStart {
    if (Boolean.TRUE.equals(optional)) {
      return Map.of();
    }
    throw CannotStart.mount(kind + " \"" + name + "\" not found");
  }

  private static Map<String, byte[]> select(
      String volume,
      Map<String, byte[]> files,
      @Nullable List<KeyToPath> items,
      @Nullable Boolean optional)
      throws CannotStart {
    if (items == null || items.isEmpty()) {
      return files;
    }
    Map<String, byte[]> selected = new TreeMap<>();
    for (KeyToPath item : items) {
      byte[] content = files.get(item.getKey());
      if (content != null) {
        selected.put(item.getPath(), content);
      } else if (!Boolean.TRUE.equals(optional)) {
        throw CannotStart.mount(
            "volume '" + volume + "' references non-existent key: " + item.getKey());
      }
    }
    return selected;
  }

  private Map<String, Path> mountPaths() throws CannotStart {
    Map<String, Path> folders = new HashMap<>();
    for (Volume volume : volumes(pod)) {
      folders.put(volume.getName(), folderOf(volume));
    }
    Map<String, Path> paths = new HashMap<>();
    for (Container container : pod.getSpec().getContainers()) {
      for (VolumeMount mount : container.getVolumeMounts()) {
        Path source = folders.get(mount.getName());
        if (source == null) {
          throw CannotStart.mount("volumeMounts: there is no volume '" + mount.getName() + "'");
        }
        String subPath = mount.getSubPath();
        paths.put(
            mount.getMountPath(), subPath == null ? source : source.resolve(subPath).normalize());
      }
    }
    return paths;
  }

  private Path folderOf(Volume volume) throws CannotStart {
    if (volume.getPersistentVolumeClaim() != null) {
      return folder.claim(volume.getPersistentVolumeClaim().getClaimName());
    }
    if (volume.getConfigMap() == null
        && volume.getSecret() == null
        && volume.getEmptyDir() == null) {
      throw CannotStart.mount(
          "volume '"
              + volume.getName()
              + "' is of a kind this node does not have; it has configMap, secret, emptyDir and"
              + " persistentVolumeClaim");
    }
    return folder.volume(volume.getName());
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private static List<Volume> volumes(Pod pod) {
    List<Volume> volumes = pod.getSpec().getVolumes();
    return volumes == null ? List.of() : volumes;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
