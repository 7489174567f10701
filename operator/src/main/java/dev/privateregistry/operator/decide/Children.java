package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stateful objects of one resource: which are there, and the writes that change them. */
final class Children {

  /** On the pull secret of a user: the name of the user. */
  static final String USER_LABEL = PrivateRegistry.GROUP + "/user";

  private final PrivateRegistry resource;
  private final Objects objects;

  Children(Snapshot snapshot) {
    this.resource = snapshot.resource();
    this.objects = snapshot.objects();
  }

  Optional<Secret> secret(String name) {
    return objects.secret(name);
  }

  Optional<ConfigMap> configMap(String name) {
    return objects.configMap(name);
  }

  /** Whether an object exists that is somebody else's: it is never overwritten. */
  boolean foreign(Optional<? extends HasMetadata> object) {
    return object.isPresent() && !Ownership.owns(resource, object.get());
  }

  /** The Secrets of this resource that were published for a user. */
  Stream<Secret> userSecrets() {
    return objects
        .all(Secret.class)
        .filter(secret -> userOf(secret) != null && Ownership.owns(resource, secret));
  }

  /** The user that a Secret was published for; null when it is no such Secret. */
  static @Nullable String userOf(Secret secret) {
    return SecretContent.PULL_SECRET.equals(secret.getType())
        ? labelsOf(secret).get(USER_LABEL)
        : null;
  }

  /** Whether an object has the labels by which the objects of this resource are found. */
  boolean marked(HasMetadata object) {
    return labelsOf(object).entrySet().containsAll(Ownership.labels(resource).entrySet());
  }

  /** Whether a Secret is there, found by its labels, and holds what it shall. */
  boolean holds(Optional<Secret> secret, SecretContent content, Set<String> withdrawn) {
    return secret.filter(it -> marked(it) && content.heldBy(it, withdrawn)).isPresent();
  }

  /** Whether the Secret of a user is as it shall be. */
  boolean holdsUser(Optional<Secret> secret, String user, SecretContent content) {
    return holds(secret, content, Set.of())
        && secret.filter(it -> user.equals(userOf(it))).isPresent();
  }

  static String foreignMessage(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getName()
        + " exists and does not belong to this PrivateRegistry: "
        + remedy(object);
  }

  /** Nobody is told to delete a volume claim: there may be images on it. */
  private static String remedy(HasMetadata object) {
    return object instanceof PersistentVolumeClaim
        ? "to use the images on it, name it in spec.storage.filesystem.existingClaim; otherwise"
            + " give the PrivateRegistry another name"
        : "delete or rename it, or give the PrivateRegistry another name";
  }

  /** Puts a Secret into a state; the precondition is that it is still what was observed. */
  Write put(Optional<Secret> observed, String name, SecretContent content) {
    Secret secret =
        new SecretBuilder()
            .withMetadata(metadata(observed, name, content.annotations()))
            .withType(content.type())
            .withData(encoded(content.data()))
            .build();
    return observed.isPresent() ? new Write.Update(secret) : new Write.Create(secret);
  }

  /** Puts the Secret of a user into a state. */
  Write putUser(Optional<Secret> observed, String name, String user, SecretContent content) {
    Write write = put(observed, name, content);
    write.object().getMetadata().getLabels().put(USER_LABEL, user);
    return write;
  }

  /** Puts a ConfigMap into a state; the precondition is that it is still what was observed. */
  Write put(
      Optional<ConfigMap> observed,
      String name,
      Map<String, String> data,
      Map<String, String> annotations) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withMetadata(metadata(observed, name, annotations))
            .withData(data)
            .build();
    return observed.isPresent() ? new Write.Update(map) : new Write.Create(map);
  }

  private ObjectMeta metadata(
      Optional<? extends HasMetadata> observed, String name, Map<String, String> annotations) {
    ObjectMetaBuilder metadata = new ObjectMetaBuilder(Ownership.metadata(resource, name));
    if (!annotations.isEmpty()) {
      metadata.withAnnotations(annotations);
    }
    observed.ifPresent(
        object -> metadata.withResourceVersion(object.getMetadata().getResourceVersion()));
    return metadata.build();
  }

  /** What a Secret shall hold, in plain text. */
  record SecretContent(String type, Map<String, String> data, Map<String, String> annotations) {

    static final String OPAQUE = "Opaque";
    static final String PULL_SECRET = "kubernetes.io/dockerconfigjson";

    /**
     * Whether a Secret holds these data and annotations, whatever others have added to it.
     *
     * @param withdrawn keys of ours that must not be there any more
     */
    boolean heldBy(Secret secret, Set<String> withdrawn) {
      Map<String, String> held = secret.getData() == null ? Map.of() : secret.getData();
      return held.entrySet().containsAll(encoded(data).entrySet())
          && withdrawn.stream().noneMatch(key -> held.containsKey(key) && !data.containsKey(key))
          && annotationsOf(secret).entrySet().containsAll(annotations.entrySet());
    }

    /** Without the data. */
    @Override
    public String toString() {
      return "SecretContent[" + type + ", " + data.keySet() + "]";
    }
  }

  /** The text under a key; null when there is none, or when it is not base64. */
  static @Nullable String text(Secret secret, String key) {
    String encoded = secret.getData() == null ? null : secret.getData().get(key);
    if (encoded == null) {
      return null;
    }
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** When an object was written last, as the API server notes it; empty when it does not say. */
  static Optional<Instant> writtenAt(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .flatMap(entry -> Timestamps.parse(entry.getTime()).stream())
        .max(Instant::compareTo);
  }

  static @Nullable String annotation(HasMetadata object, String key) {
    return annotationsOf(object).get(key);
  }

  private static Map<String, String> labelsOf(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static Map<String, String> annotationsOf(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  private static Map<String, String> encoded(Map<String, String> data) {
    Map<String, String> encoded = new LinkedHashMap<>();
    data.forEach(
        (key, value) ->
            encoded.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return encoded;
  }
}
