package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resource that the objects of one registry belong to. Their labels are fixed here: a label or
 * an annotation of the resource is never copied, since GitOps tools prune what carries their marks.
 */
public record Owner(PrivateRegistry resource) {
  /** The value of {@code app.kubernetes.io/managed-by} on every object of the operator. */
  public static final String MANAGED_BY = "private-registry-operator";

  /** Selects every object of the operator, whichever registry it belongs to. */
  public static final String LABEL_SELECTOR = "app.kubernetes.io/managed-by=" + MANAGED_BY;

  private static final String APPLICATION = "private-registry";

  public String name() {
    return resource.getMetadata().getName();
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }

  public ChildNames names() {
    return ChildNames.of(resource);
  }

  /** The labels of every object, the pods among them. */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>(selector());
    labels.put("app.kubernetes.io/managed-by", MANAGED_BY);
    return labels;
  }

  /** The labels that select the pods; immutable in a Deployment, so never to be changed. */
  public Map<String, String> selector() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", APPLICATION);
    labels.put("app.kubernetes.io/instance", name());
    return labels;
  }

  /** Metadata of an object that goes when the resource goes. */
  public ObjectMeta owned(String objectName) {
    return new ObjectMetaBuilder(retained(objectName)).withOwnerReferences(reference()).build();
  }

  /** Metadata of an object that outlives the resource. */
  public ObjectMeta retained(String objectName) {
    return new ObjectMetaBuilder()
        .withName(objectName)
        .withNamespace(namespace())
        .withLabels(labels())
        .build();
  }

  private OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(name())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .build();
  }
}
