package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apply.ObjectEndpoint;
import dev.privateregistry.operator.observe.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
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
  private static final String BY_REGISTRY = "registry";
  private static final String BY_REFERENCE = "referenced-secret";

  /** Helm keeps whole releases in Secrets; nobody refers to those. */
  private static final FieldSelector NO_RELEASES =
      new FieldSelector(new FieldSelector.Field("type", "helm.sh/release.v1", true));

  private final KubernetesClient client;
  private final Map<Class<?>, InformerEventSource<?, PrivateRegistry>> sources;
  private final OptionalKinds optional;

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
            PodDisruptionBudget.class,
            Pod.class)) {
      add(type, context, false);
    }
    add(Secret.class, context, true);
    this.optional = new OptionalKinds(context);
  }

  List<EventSource<?, PrivateRegistry>> eventSources() {
    List<EventSource<?, PrivateRegistry>> all = new ArrayList<>(sources.values());
    all.add(optional);
    return all;
  }

  @Override
  public <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
    Optional<T> cached = cached(type, namespace, name);
    if (cached.isPresent() || type == Secret.class) {
      return cached;
    }
    return Optional.ofNullable(client.resources(type).inNamespace(namespace).withName(name).get());
  }

  @Override
  public Optional<GenericKubernetesResource> find(
      OptionalKind kind, String namespace, String name) {
    return optional
        .cached(kind, namespace, name)
        .or(() -> optional.follow(kind) ? asked(kind, namespace, name) : Optional.empty());
  }

  private Optional<GenericKubernetesResource> asked(
      OptionalKind kind, String namespace, String name) {
    return Optional.ofNullable(
        client
            .genericKubernetesResources(ObjectEndpoint.of(kind))
            .inNamespace(namespace)
            .withName(name)
            .get());
  }

  @Override
  public Surroundings surroundings() {
    return optional.surroundings();
  }

  /** The newest version of an object known without asking the API server. */
  @SuppressWarnings("unchecked")
  <T extends HasMetadata> Optional<T> newest(T object) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return object instanceof GenericKubernetesResource
        ? OptionalKind.of(object)
            .flatMap(kind -> optional.cached(kind, namespace, name))
            .map(found -> (T) found)
        : cached((Class<T>) object.getClass(), namespace, name);
  }

  private <T extends HasMetadata> Optional<T> cached(Class<T> type, String namespace, String name) {
    return source(type).get(new ResourceID(name, namespace));
  }

  @Override
  public Stream<HasMetadata> marked(String namespace, String registry) {
    return Stream.concat(
        sources.keySet().stream()
            .flatMap(type -> newestMarked(type.asSubclass(HasMetadata.class), namespace, registry)),
        optional.marked(namespace, registry));
  }

  /** The informer follows by itself; until it does, what was written is what is found. */
  @SuppressWarnings("unchecked")
  <T extends HasMetadata> void written(@Nullable T before, T after) {
    if (after instanceof GenericKubernetesResource generic) {
      optional.written(generic);
      return;
    }
    InformerEventSource<T, PrivateRegistry> source = source((Class<T>) after.getClass());
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
    return source.byIndex(BY_REGISTRY, RegistryMarks.key(namespace, registry)).stream()
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
      configuration.withLabelSelector(RegistryMarks.SELECTOR);
    }
    InformerEventSource<T, PrivateRegistry> source =
        new InformerEventSource<>(configuration.build(), context);
    source.addIndexers(Map.of(BY_REGISTRY, RegistryMarks::keys));
    sources.put(type, source);
  }

  /** The resources that a change of the object is of interest to. */
  private static Set<ResourceID> concerned(
      HasMetadata object, IndexedResourceCache<PrivateRegistry> resources) {
    Stream<ResourceID> referring =
        object instanceof Secret
            ? resources
                .byIndex(
                    BY_REFERENCE,
                    RegistryMarks.key(
                        object.getMetadata().getNamespace(), object.getMetadata().getName()))
                .stream()
                .map(ResourceID::fromResource)
            : Stream.of();
    return Stream.concat(RegistryMarks.resources(object), referring)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> referencedSecrets(PrivateRegistry resource) {
    return resource.referencedSecrets().stream()
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
