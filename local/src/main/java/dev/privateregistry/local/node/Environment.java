package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The environment a container's process gets: a few variables of this machine that programs need to
 * start at all, then {@code envFrom}, then {@code env}. Nothing else of the caller's shell.
 */
final class Environment {
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");

  private final ClusterView cluster;
  private final Pod pod;
  private final String podIp;

  Environment(ClusterView cluster, Pod pod, String podIp) {
    this.cluster = cluster;
    this.pod = pod;
    this.podIp = podIp;
  }

  static Map<String, String> inherited() {
    Map<String, String> variables = new TreeMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    return variables;
  }

  static boolean refersTo(Container container, boolean secret, String name) {
    return container.getEnv().stream()
            .map(EnvVar::getValueFrom)
            .anyMatch(source -> source != null && name.equals(sourceName(source, secret)))
        || container.getEnvFrom().stream()
            .anyMatch(
                source ->
                    secret
                        ? source.getSecretRef() != null
                            && name.equals(source.getSecretRef().getName())
                        : source.getConfigMapRef() != null
                            && name.equals(source.getConfigMapRef().getName()));
  }

  Map<String, String> of(Container container, PathTranslation translation) throws CannotStart {
    Map<String, String> variables = inherited();
    for (EnvFromSource source : container.getEnvFrom()) {
      String prefix = source.getPrefix() == null ? "" : source.getPrefix();
      values(source).forEach((key, value) -> variables.put(prefix + key, value));
    }
    for (EnvVar variable : container.getEnv()) {
      String value = value(variable);
      if (value != null) {
        variables.put(variable.getName(), translation.translate(value));
      }
    }
    return variables;
  }

  private static @Nullable String sourceName(EnvVarSource source, boolean secret) {
    if (secret) {
      return source.getSecretKeyRef() == null ? null : source.getSecretKeyRef().getName();
    }
    return source.getConfigMapKeyRef() == null ? null : source.getConfigMapKeyRef().getName();
  }

  private Map<String, String> values(EnvFromSource source) throws CannotStart {
    if (source.getSecretRef() != null) {
      return secret(source.getSecretRef().getName(), source.getSecretRef().getOptional());
    }
    return configMap(source.getConfigMapRef().getName(), source.getConfigMapRef().getOptional());
  }

  private @Nullable String value(EnvVar variable) throws CannotStart {
    EnvVarSource source = variable.getValueFrom();
    if (source == null) {
      return variable.getValue() == null ? "" : variable.getValue();
    }
    if (source.getSecretKeyRef() != null) {
      var ref = source.getSecretKeyRef();
      return pick(
          secret(ref.getName(), ref.getOptional()),
          ref.getKey(),
          "secret " + ref.getName(),
          ref.getOptional());
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      return pick(
          configMap(ref.getName(), ref.getOptional()),
          ref.getKey(),
          "configmap " + ref.getName(),
          ref.getOptional());
    }
    if (source.getFieldRef() != null) {
      return field(variable.getName(), source.getFieldRef().getFieldPath());
    }
    throw CannotStart.config(
        "env '" + variable.getName() + "': valueFrom of this kind is not known to this node");
  }

  private static @Nullable String pick(
      Map<String, String> values, String key, String where, @Nullable Boolean optional)
      throws CannotStart {
    String value = values.get(key);
    if (value == null && !Boolean.TRUE.equals(optional)) {
      throw CannotStart.config("couldn't find key " + key + " in " + where);
    }
    return value;
  }

  private String field(String variable, String path) throws CannotStart {
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.nodeName" -> NodeAgent.NODE_NAME;
      case "spec.serviceAccountName" -> String.valueOf(pod.getSpec().getServiceAccountName());
      case "status.podIP", "status.hostIP" -> podIp;
      default ->
          throw CannotStart.config(
              "env '" + variable + "': the field " + path + " is not known to this node");
    };
  }

  private Map<String, String> secret(String name, @Nullable Boolean optional) throws CannotStart {
    var object = cluster.secret(ClusterView.key(namespace(), name)).orElse(null);
    if (object == null) {
      return missing("secret", name, optional);
    }
    Map<String, String> values = new TreeMap<>();
    if (object.getData() != null) {
      object
          .getData()
          .forEach(
              (key, value) ->
                  values.put(
                      key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return values;
  }

  private Map<String, String> configMap(String name, @Nullable Boolean optional)
      throws CannotStart {
    var object = cluster.configMap(ClusterView.key(namespace(), name)).orElse(null);
    if (object == null) {
      return missing("configmap", name, optional);
    }
    return object.getData() == null ? Map.of() : object.getData();
  }

  private static Map<String, String> missing(String kind, String name, @Nullable Boolean optional)
      throws CannotStart {
    if (Boolean.TRUE.equals(optional)) {
      return Map.of();
    }
    throw CannotStart.config(kind + " \"" + name + "\" not found");
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }
}
