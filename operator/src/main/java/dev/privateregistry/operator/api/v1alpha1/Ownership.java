package dev.privateregistry.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;

/** Which objects belong to a resource, and how those that do are marked. */
public final class Ownership {

  /** The value of {@code app.kubernetes.io/managed-by} on every object of ours. */
  public static final String MANAGER = "private-registry-operator";

  /** The value of {@code app.kubernetes.io/name} on every object of ours. */
  public static final String APP = "private-registry";

  private Ownership() {}

  /** The labels of every object of a resource; nothing of the resource's own labels. */
  public static Map<String, String> labels(PrivateRegistry resource) {
    return Map.of(
        "app.kubernetes.io/name", APP,
        "app.kubernetes.io/instance", resource.getMetadata().getName(),
        "app.kubernetes.io/managed-by", MANAGER);
  }

  /** The labels that select the pods of a resource, and nothing else. */
  public static Map<String, String> podSelector(PrivateRegistry resource) {
    return Map.of(
        "app.kubernetes.io/name",
        APP,
        "app.kubernetes.io/instance",
        resource.getMetadata().getName());
  }

  /** The reference that makes an object go when the resource goes. */
  public static OwnerReference reference(PrivateRegistry resource) {
    return new OwnerReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** The metadata of an object that is owned by a resource. */
  public static ObjectMeta metadata(PrivateRegistry resource, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(resource.getMetadata().getNamespace())
        .withLabels(labels(resource))
        .withOwnerReferences(reference(resource))
        .build();
  }

  /**
   * Whether an object belongs to a resource: it refers to it as its owner, or it is a volume claim
   * that an earlier resource of the same name left behind and that carries our labels.
   */
  public static boolean owns(PrivateRegistry resource, HasMetadata object) {
    String uid = resource.getMetadata().getUid();
    boolean referred =
        object.getMetadata().getOwnerReferences().stream()
            .anyMatch(reference -> reference.getUid() != null && reference.getUid().equals(uid));
    return referred || (object instanceof PersistentVolumeClaim && retained(resource, object));
  }

  private static boolean retained(PrivateRegistry resource, HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(labels(resource).entrySet());
  }
}
