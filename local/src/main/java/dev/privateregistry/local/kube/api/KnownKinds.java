package dev.privateregistry.local.kube.api;

import static dev.privateregistry.local.kube.api.Trait.EPHEMERAL;
import static dev.privateregistry.local.kube.api.Trait.GENERATION;
import static dev.privateregistry.local.kube.api.Trait.GRACEFUL;
import static dev.privateregistry.local.kube.api.Trait.NAMESPACED;
import static dev.privateregistry.local.kube.api.Trait.REVIEW;
import static dev.privateregistry.local.kube.api.Trait.SCALE;
import static dev.privateregistry.local.kube.api.Trait.STATUS;

import dev.privateregistry.local.kube.schema.ModelSchemas;
import dev.privateregistry.local.kube.schema.Schema;
import dev.privateregistry.local.kube.table.BuiltinColumns;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The table of the built-in kinds. */
public final class KnownKinds {
  /** The resource whose objects declare kinds. */
  public static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

  private static final List<String> ALL = List.of("all");
  private static final List<String> NONE = List.of();

  private final ModelSchemas schemas;
  private final List<ResourceKind> kinds = new ArrayList<>();
  private String apiVersion = "v1";

  private KnownKinds(ModelSchemas schemas) {
    this.schemas = schemas;
  }

  /** Every built-in kind. */
  public static List<ResourceKind> table(ModelSchemas schemas) {
    return new KnownKinds(schemas).fill();
  }

  private List<ResourceKind> fill() {
    core();
    in("apps/v1");
    add(DaemonSet.class, "daemonsets", List.of("ds"), ALL, NAMESPACED, STATUS, GENERATION);
    add(
        Deployment.class,
        "deployments",
        List.of("deploy"),
        ALL,
        NAMESPACED,
        STATUS,
        GENERATION,
        SCALE);
    add(ReplicaSet.class, "replicasets", List.of("rs"), ALL, NAMESPACED, STATUS, GENERATION, SCALE);
    add(
        StatefulSet.class,
        "statefulsets",
        List.of("sts"),
        ALL,
        NAMESPACED,
        STATUS,
        GENERATION,
        SCALE);
    in("batch/v1");
    add(CronJob.class, "cronjobs", List.of("cj"), ALL, NAMESPACED, STATUS, GENERATION);
    add(Job.class, "jobs", NONE, ALL, NAMESPACED, STATUS, GENERATION);
    in("networking.k8s.io/v1");
    add(Ingress.class, "ingresses", List.of("ing"), NONE, NAMESPACED, STATUS, GENERATION);
    add(IngressClass.class, "ingressclasses", NONE, NONE, GENERATION);
    add(NetworkPolicy.class, "networkpolicies", List.of("netpol"), NONE, NAMESPACED, GENERATION);
    in("policy/v1");
    add(
        PodDisruptionBudget.class,
        "poddisruptionbudgets",
        List.of("pdb"),
        NONE,
        NAMESPACED,
        STATUS,
        GENERATION);
    in("rbac.authorization.k8s.io/v1");
    add(ClusterRoleBinding.class, "clusterrolebindings", NONE, NONE);
    add(ClusterRole.class, "clusterroles", NONE, NONE);
    add(RoleBinding.class, "rolebindings", NONE, NONE, NAMESPACED);
    add(Role.class, "roles", NONE, NONE, NAMESPACED);
    in("storage.k8s.io/v1");
    add(StorageClass.class, "storageclasses", List.of("sc"), NONE);
    in("coordination.k8s.io/v1");
    add(Lease.class, "leases", NONE, NONE, NAMESPACED, EPHEMERAL);
    in("discovery.k8s.io/v1");
    add(EndpointSlice.class, "endpointslices", NONE, NONE, NAMESPACED, GENERATION);
    in("apiextensions.k8s.io/v1");
    add(
        CustomResourceDefinition.class,
        "customresourcedefinitions",
        List.of("crd", "crds"),
        List.of("api-extensions"),
        STATUS,
        GENERATION);
    reviews();
    return List.copyOf(kinds);
  }

  private void core() {
    add(ConfigMap.class, "configmaps", List.of("cm"), NONE, NAMESPACED);
    add(Endpoints.class, "endpoints", List.of("ep"), NONE, NAMESPACED);
    add(Event.class, "events", List.of("ev"), NONE, NAMESPACED, EPHEMERAL);
    add(LimitRange.class, "limitranges", List.of("limits"), NONE, NAMESPACED);
    add(Namespace.class, "namespaces", List.of("ns"), NONE, STATUS);
    add(Node.class, "nodes", List.of("no"), NONE, STATUS);
    add(
        PersistentVolumeClaim.class,
        "persistentvolumeclaims",
        List.of("pvc"),
        NONE,
        NAMESPACED,
        STATUS);
    add(PersistentVolume.class, "persistentvolumes", List.of("pv"), NONE, STATUS);
    add(Pod.class, "pods", List.of("po"), ALL, NAMESPACED, STATUS, GENERATION, GRACEFUL);
    add(ResourceQuota.class, "resourcequotas", List.of("quota"), NONE, NAMESPACED, STATUS);
    add(Secret.class, "secrets", NONE, NONE, NAMESPACED);
    add(ServiceAccount.class, "serviceaccounts", List.of("sa"), NONE, NAMESPACED);
    add(Service.class, "services", List.of("svc"), ALL, NAMESPACED, STATUS);
  }

  private void reviews() {
    in("authorization.k8s.io/v1");
    review("SelfSubjectAccessReview", "selfsubjectaccessreviews");
    review("SelfSubjectRulesReview", "selfsubjectrulesreviews");
    review("SubjectAccessReview", "subjectaccessreviews");
    in("authentication.k8s.io/v1");
    review("SelfSubjectReview", "selfsubjectreviews");
    review("TokenReview", "tokenreviews");
  }

  private void in(String groupVersion) {
    apiVersion = groupVersion;
  }

  private void add(
      Class<?> model,
      String plural,
      List<String> shortNames,
      List<String> categories,
      Trait... traits) {
    Names names = Names.of(model.getSimpleName(), plural, shortNames, categories);
    kinds.add(
        new ResourceKind(
            GroupVersion.parse(apiVersion),
            names,
            Set.of(traits),
            schemas.schema(model),
            BuiltinColumns.of(names.kind())));
  }

  private void review(String kind, String plural) {
    kinds.add(
        new ResourceKind(
            GroupVersion.parse(apiVersion),
            Names.of(kind, plural, NONE, NONE),
            Set.of(REVIEW),
            Schema.ANY,
            BuiltinColumns.of(kind)));
  }
}
