package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The objects a node cares about, from informer caches: reading never asks the server. */
final class ClusterView implements AutoCloseable {
  private final KubernetesClient client;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Service> services;
  private final SharedIndexInformer<PersistentVolumeClaim> claims;
  private final SharedIndexInformer<Secret> secrets;
  private final SharedIndexInformer<ConfigMap> configMaps;

  ClusterView(KubernetesClient client) {
    this.client = client;
    this.secrets = informer(Secret.class);
    this.configMaps = informer(ConfigMap.class);
    this.claims = informer(PersistentVolumeClaim.class);
    this.services = informer(Service.class);
    this.pods = informer(Pod.class);
    this.deployments = informer(Deployment.class);
  }

  static String key(HasMetadata object) {
    return key(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  void onDeployment(Consumer<Deployment> changed) {
    deployments.addEventHandler(new Changed<>(changed));
  }

  void onPod(Consumer<Pod> changed) {
    pods.addEventHandler(new Changed<>(changed));
  }

  void onService(Consumer<Service> changed) {
    services.addEventHandler(new Changed<>(changed));
  }

  void onClaim(Consumer<PersistentVolumeClaim> changed) {
    claims.addEventHandler(new Changed<>(changed));
  }

  void onSource(Consumer<HasMetadata> changed) {
    secrets.addEventHandler(new Changed<>(changed));
    configMaps.addEventHandler(new Changed<>(changed));
  }

  /** Returns when every cache is filled. */
  void start() {
    informers.forEach(SharedIndexInformer::run);
  }

  Optional<Deployment> deployment(String key) {
    return Optional.ofNullable(deployments.getStore().getByKey(key));
  }

  Optional<Pod> pod(String key) {
    return Optional.ofNullable(pods.getStore().getByKey(key));
  }

  Optional<Service> service(String key) {
    return Optional.ofNullable(services.getStore().getByKey(key));
  }

  Optional<PersistentVolumeClaim> claim(String key) {
    return Optional.ofNullable(claims.getStore().getByKey(key));
  }

  Optional<Secret> secret(String key) {
    return Optional.ofNullable(secrets.getStore().getByKey(key));
  }

  Optional<ConfigMap> configMap(String key) {
    return Optional.ofNullable(configMaps.getStore().getByKey(key));
  }

  List<Pod> pods() {
    return pods.getStore().list();
  }

  List<Pod> pods(String namespace) {
    return pods().stream()
        .filter(pod -> namespace.equals(pod.getMetadata().getNamespace()))
        .toList();
  }

  List<Service> services(String namespace) {
    return services.getStore().list().stream()
        .filter(service -> namespace.equals(service.getMetadata().getNamespace()))
        .toList();
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
    SharedIndexInformer<T> informer = client.resources(kind).inAnyNamespace().runnableInformer(0);
    informers.add(informer);
    return informer;
  }

  /** Added, updated or deleted: who reconciles by level looks at the cache and does not care. */
  private record Changed<T extends HasMetadata>(Consumer<T> consumer)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      consumer.accept(object);
    }

    @Override
    public void onUpdate(T before, T now) {
      consumer.accept(now);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      consumer.accept(object);
    }
  }
}
