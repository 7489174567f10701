package dev.privateregistry.operator.observe;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import dev.privateregistry.operator.decide.Objects;
import dev.privateregistry.operator.decide.OrderReport;
import dev.privateregistry.operator.decide.PodReport;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.exposure.BundleSecret;
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
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects the {@link Snapshot} that one decision is made from. */
public final class Observer {
  private final Cluster cluster;
  private final PodInterview interview;
  private final Function<PrivateRegistry, OrderReport> orders;
  private final Clock clock;

  /**
   * @param orders how it stands with the certificate that is ordered for a resource
   */
  public Observer(
      Cluster cluster,
      PodInterview interview,
      Function<PrivateRegistry, OrderReport> orders,
      Clock clock) {
    this.cluster = cluster;
    this.interview = interview;
    this.orders = orders;
    this.clock = clock;
  }

  /**
   * The objects are read before the pods are asked, so that no report is older than they are; and
   * after it is known which kinds there are, so that no object of such a kind is overlooked.
   */
  public Snapshot observe(PrivateRegistry resource) {
    Surroundings surroundings = cluster.surroundings();
    Collected collected = collect(resource);
    boolean tls = resource.getSpec().tls().disabled() == null;
    List<PodReport> reports = interview.ask(collected.pods(), tls);
    return new Snapshot(
        resource,
        Objects.of(collected.objects()),
        reports,
        surroundings,
        orders.apply(resource),
        clock.instant());
  }

  private Collected collect(PrivateRegistry resource) {
    List<HasMetadata> objects = new ArrayList<>();
    List<Pod> pods = new ArrayList<>();
    String namespace = resource.getMetadata().getNamespace();
    cluster
        .marked(namespace, resource.getMetadata().getName())
        .forEach(
            object -> {
              if (object instanceof Pod pod) {
                pods.add(pod);
              } else {
                objects.add(object);
              }
            });
    for (Name<?> name : names(resource)) {
      name.find(cluster, namespace).ifPresent(objects::add);
    }
    for (OptionalName name : OptionalName.of(resource)) {
      cluster.find(name.kind(), namespace, name.name()).ifPresent(objects::add);
    }
    return new Collected(objects, pods);
  }

  /** The names that the objects of a registry have or would have. */
  private static List<Name<?>> names(PrivateRegistry resource) {
    ChildNames children = ChildNames.of(resource);
    List<Name<?>> names = new ArrayList<>();
    names.add(new Name<>(ServiceAccount.class, children.registry()));
    names.add(new Name<>(ConfigMap.class, children.config()));
    names.add(new Name<>(ConfigMap.class, children.trust()));
    names.add(new Name<>(Deployment.class, children.registry()));
    names.add(new Name<>(Service.class, children.registry()));
    String existing = resource.getSpec().storage().filesystem().existingClaim();
    names.add(
        new Name<>(PersistentVolumeClaim.class, existing == null ? children.registry() : existing));
    if (resource.getSpec().replicas() > 1) {
      names.add(new Name<>(PodDisruptionBudget.class, children.registry()));
    }
    if (resource.getSpec().monitoring().serviceMonitor()) {
      names.add(new Name<>(Service.class, children.metrics()));
    }
    if (resource.getSpec().exposure().ingress() != null) {
      names.add(new Name<>(Ingress.class, children.registry()));
      names.add(new Name<>(Ingress.class, children.plain()));
      for (BundleSecret form : BundleSecret.values()) {
        names.add(new Name<>(Secret.class, form.name(children)));
      }
    }
    if (resource.getSpec().networkPolicy().enabled()) {
      names.add(new Name<>(NetworkPolicy.class, children.registry()));
    }
    names.add(new Name<>(Secret.class, children.caSecret()));
    names.add(new Name<>(Secret.class, children.certificate()));
    names.add(new Name<>(Secret.class, children.acme()));
    names.add(new Name<>(Secret.class, children.htpasswd()));
    names.add(new Name<>(Secret.class, children.credentials()));
    names.add(new Name<>(Secret.class, children.httpSecret()));
    for (UserSpec user : resource.getSpec().auth().users()) {
      names.add(new Name<>(Secret.class, children.user(user.name())));
    }
    for (String secret : resource.referencedSecrets()) {
      names.add(new Name<>(Secret.class, secret));
    }
    return names;
  }

  private record Name<T extends HasMetadata>(Class<T> type, String name) {
    Optional<T> find(Cluster cluster, String namespace) {
      return cluster.find(type, namespace, name);
    }
  }

  private record Collected(List<HasMetadata> objects, List<Pod> pods) {}
}
