package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.observe.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The informers of the operator. They hold the objects that carry its marks, and every Secret,
 * since a resource may refer to any; an object without the marks is asked for where it matters.
 */
final class InformerCaches implements Cluster {
  private static final String SELECTOR = "app.kubernetes.io/managed-by=" + Ownership.MANAGER;
  private static final String BY_REGISTRY = "registry";
  private static final String BY_REFERENCE = "referenced-secret";

  /** Helm keeps whole releases in Secrets; nobody refers to those. */
  private static final FieldSelector NO_RELEASES =
      new FieldSelector(new FieldSelector.Field("type", "helm.sh/release.v1", true));

  private final KubernetesClient client;
  private final Map<Class<?>, InformerEventSource<?, PrivateRegistry>> sources;

  InformerCaches(EventSourceContext<PrivateRegistry> context) {
    this.client = context.getClient();
    this.sources = new LinkedHashMap<>();
    context.getPrimaryCache().addIndexer(BY_REFERENCE, InformerCaches::referencedSecrets);
    for (Class<? extends HasMetadata> type :
        List.of(
            ServiceAccount.class,
            ConfigMap.class,
            Deployment.class,
            Service.class,
            PersistentVolumeClaim.class,
            Ingress.class,
            NetworkPolicy.class,
            Pod.class)) {
      add(type, context, false);
    }
    add(Secret.class, context, true);
  }

  List<EventSource<?, PrivateRegistry>> eventSources() {
    return new ArrayList<>(sources.values());
  }

  @Override
  public <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
    Optional<T> cached = cached(type, namespace, name);
    if (cached.isPresent() || type == Secret.class) {
      return cached;
    }
    return Optional.ofNullable(client.resources(type).inNamespace(namespace).withName(name).get());
  }

  /** The newest version known without asking the API server. */
  <T extends HasMetadata> Optional<T> cached(Class<T> type, String namespace, String name) {
    return source(type).get(new ResourceID(name, namespace));
  }

  @Override
  public Stream<HasMetadata> marked(String namespace, String registry) {
    return sources.keySet().stream()
        .flatMap(type -> newestMarked(type.asSubclass(HasMetadata.class), namespace, registry));
  }

  /** The informer follows by itself; until it does, what was written is what is found. */
  <T extends HasMetadata> void written(Class<T> type, @Nullable T before, T after) {
    InformerEventSource<T, PrivateRegistry> source = source(type);
    ResourceID id = ResourceID.fromResource(after);
    if (before == null) {
      source.handleRecentResourceCreate(id, after);
    } else {
      source.handleRecentResourceUpdate(id, after, before);
    }
  }

  private <T extends HasMetadata> Stream<T> newestMarked(
      Class<T> type, String namespace, String registry) {
    InformerEventSource<T, PrivateRegistry> source = source(type);
    return source.byIndex(BY_REGISTRY, namespace + "/" + registry).stream()
        .flatMap(object -> source.get(ResourceID.fromResource(object)).stream());
  }

  private <T extends HasMetadata> void add(
      Class<T> type, EventSourceContext<PrivateRegistry> context, boolean everything) {
    IndexedResourceCache<PrivateRegistry> resources = context.getPrimaryCache();
    InformerEventSourceConfiguration.Builder<T> configuration =
        InformerEventSourceConfiguration.from(type, PrivateRegistry.class)
            .withName(type.getSimpleName())
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(object -> concerned(object, resources));
    if (everything) {
      configuration.withFieldSelector(NO_RELEASES);
    } else {
      configuration.withLabelSelector(SELECTOR);
    }
    InformerEventSource<T, PrivateRegistry> source =
        new InformerEventSource<>(configuration.build(), context);
    source.addIndexers(Map.of(BY_REGISTRY, InformerCaches::registry));
    sources.put(type, source);
  }

  /** The resources that a change of the object is of interest to. */
  private static Set<ResourceID> concerned(
      HasMetadata object, IndexedResourceCache<PrivateRegistry> resources) {
    String namespace = object.getMetadata().getNamespace();
    Stream<ResourceID> owners =
        object.getMetadata().getOwnerReferences().stream()
            .filter(reference -> reference.getKind().equals("PrivateRegistry"))
            .map(reference -> new ResourceID(reference.getName(), namespace));
    Stream<ResourceID> marked =
        instance(object).stream().map(name -> new ResourceID(name, namespace));
    Stream<ResourceID> referring =
        object instanceof Secret
            ? resources
                .byIndex(BY_REFERENCE, namespace + "/" + object.getMetadata().getName())
                .stream()
                .map(ResourceID::fromResource)
            : Stream.of();
    return Stream.of(owners, marked, referring)
        .flatMap(ids -> ids)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> registry(HasMetadata object) {
    return instance(object)
        .map(name -> List.of(object.getMetadata().getNamespace() + "/" + name))
        .orElse(List.of());
  }

  private static Optional<String> instance(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    if (labels == null || !Ownership.MANAGER.equals(labels.get("app.kubernetes.io/managed-by"))) {
      return Optional.empty();
    }
    return Optional.ofNullable(labels.get("app.kubernetes.io/instance"));
  }

  private static List<String> referencedSecrets(PrivateRegistry resource) {
    return resource.getSpec().referencedSecrets().stream()
        .map(name -> resource.getMetadata().getNamespace() + "/" + name)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> InformerEventSource<T, PrivateRegistry> source(Class<T> type) {
    InformerEventSource<?, PrivateRegistry> source = sources.get(type);
    if (source == null) {
      throw new IllegalArgumentException("no informer for " + type.getSimpleName());
    }
    return (InformerEventSource<T, PrivateRegistry>) source;
  }
}
