package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.surroundings.IngressClassFacts;
import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the optional kinds that the cluster has. Which those are is asked again and again: a kind
 * may be installed or removed while the operator runs. An informer of the framework would stop the
 * operator when its kind goes, so these are informers of the client.
 */
final class OptionalKinds extends AbstractEventSource<GenericKubernetesResource, PrivateRegistry> {
  private static final Logger LOG = LoggerFactory.getLogger(OptionalKinds.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);
  private static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

  private final KubernetesClient client;
  private final IndexerResourceCache<PrivateRegistry> resources;
  private final Set<String> namespaces;
  private final Map<OptionalKind, KindInformer> informers = new ConcurrentHashMap<>();
  private final Set<OptionalKind> missed = EnumSet.noneOf(OptionalKind.class);
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("optional-kinds").factory());

  OptionalKinds(EventSourceContext<PrivateRegistry> context) {
    super(GenericKubernetesResource.class, "OptionalKinds");
    client = context.getClient();
    resources = context.getPrimaryCache();
    Set<String> watched = context.getControllerConfiguration().getEffectiveNamespaces();
    namespaces = InformerConfiguration.allNamespacesWatched(watched) ? Set.of() : watched;
  }

  /** Returns when the kinds that are there are known, or after a while without. */
  @Override
  public void start() {
    super.start();
    look();
    Instant deadline = Instant.now().plus(START_PATIENCE);
    while (!informers.values().stream().allMatch(KindInformer::hasSynced)
        && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    long millis = LOOK_EVERY.toMillis();
    looks.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    super.stop();
    looks.shutdownNow();
    informers.values().forEach(KindInformer::close);
    informers.clear();
  }

  /** Objects are asked for by what reconciles, not by the framework. */
  @Override
  public Set<GenericKubernetesResource> getSecondaryResources(PrivateRegistry primary) {
    return Set.of();
  }

  /** What the cluster offers now. */
  Surroundings surroundings() {
    return new Surroundings(
        informers.entrySet().stream()
            .filter(entry -> entry.getValue().hasSynced())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet()),
        Optional.ofNullable(informers.get(OptionalKind.INGRESS_CLASS)).stream()
            .flatMap(KindInformer::all)
            .map(OptionalKinds::facts)
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .toList());
  }

  /** The newest version known of an object. */
  Optional<GenericKubernetesResource> cached(OptionalKind kind, String namespace, String name) {
    return Optional.ofNullable(informers.get(kind))
        .flatMap(informer -> informer.newest(namespace, name));
  }

  /** Whether objects of the kind can be asked for. */
  boolean follow(OptionalKind kind) {
    return informers.containsKey(kind);
  }

  /** All that carries the marks of a registry. */
  Stream<GenericKubernetesResource> marked(String namespace, String registry) {
    String key = RegistryMarks.key(namespace, registry);
    return informers.values().stream().flatMap(informer -> informer.marked(key));
  }

  /** Believed until the watch tells more, and looked at once more when that was to be expected. */
  void written(GenericKubernetesResource object) {
    OptionalKind.of(object)
        .map(informers::get)
        .ifPresent(
            informer -> {
              informer.written(object);
              long millis = KindInformer.LAG.plusMillis(100).toMillis();
              looks.schedule(() -> changed(object), millis, TimeUnit.MILLISECONDS);
            });
  }

  /** A kind is given up when it was not there twice: an API server that starts knows few. */
  private synchronized void look() {
    try {
      Set<OptionalKind> found = found();
      for (OptionalKind kind : OptionalKind.values()) {
        if (found.contains(kind)) {
          missed.remove(kind);
          informers.computeIfAbsent(kind, this::follower);
        } else if (informers.containsKey(kind) && !missed.add(kind)) {
          giveUp(kind);
        }
      }
    } catch (KubernetesClientException e) {
      LOG.debug("which kinds there are is asked again: {}", ApiErrors.message(e));
    }
  }

  private Set<OptionalKind> found() {
    APIGroupList groups = client.getApiGroups();
    Set<String> names =
        groups == null
            ? Set.of()
            : groups.getGroups().stream().map(APIGroup::getName).collect(Collectors.toSet());
    Set<OptionalKind> found = EnumSet.noneOf(OptionalKind.class);
    Stream.of(OptionalKind.values())
        .filter(kind -> names.contains(kind.group()))
        .collect(Collectors.groupingBy(OptionalKind::apiVersion))
        .forEach(
            (apiVersion, kinds) -> {
              Set<String> plurals = plurals(client.getApiResources(apiVersion));
              kinds.stream().filter(kind -> plurals.contains(kind.plural())).forEach(found::add);
            });
    return found;
  }

  private static Set<String> plurals(@Nullable APIResourceList resources) {
    return resources == null
        ? Set.of()
        : resources.getResources().stream().map(APIResource::getName).collect(Collectors.toSet());
  }

  private KindInformer follower(OptionalKind kind) {
    KindInformer informer = new KindInformer(client, kind, namespaces, this::changed);
    informer.start(
        () -> {
          LOG.info("follows {} {}", kind.apiVersion(), kind.plural());
          everythingIsConcerned();
        });
    return informer;
  }

  private void giveUp(OptionalKind kind) {
    missed.remove(kind);
    KindInformer informer = informers.remove(kind);
    if (informer != null) {
      informer.close();
    }
    LOG.info("the cluster has no {} {} any more", kind.apiVersion(), kind.plural());
    everythingIsConcerned();
  }

  private void changed(GenericKubernetesResource object) {
    if (OptionalKind.of(object).filter(OptionalKind::isNamespaced).isPresent()) {
      RegistryMarks.resources(object).distinct().forEach(this::concerned);
    } else {
      everythingIsConcerned();
    }
  }

  private void everythingIsConcerned() {
    resources.list().map(ResourceID::fromResource).forEach(this::concerned);
  }

  private void concerned(ResourceID resource) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(resource));
    }
  }

  private static IngressClassFacts facts(GenericKubernetesResource ingressClass) {
    String controller = ingressClass.get("spec", "controller");
    Map<String, String> annotations = ingressClass.getMetadata().getAnnotations();
    return new IngressClassFacts(
        ingressClass.getMetadata().getName(),
        controller == null ? "" : controller,
        annotations != null && "true".equals(annotations.get(DEFAULT_CLASS)));
  }
}
