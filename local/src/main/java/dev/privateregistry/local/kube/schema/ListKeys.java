package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How lists and maps of the built-in kinds merge: the {@code listType}, {@code listMapKey}, {@code
 * patchMergeKey} and {@code structType} markers of Kubernetes' own types.
 */
final class ListKeys {
  /** Owner and field; list type; keys of a list of type map; key of a strategic merge patch. */
  private static final String LISTS =
      """
      ObjectMeta.ownerReferences        map uid                           uid
      ObjectMeta.finalizers             set -                             -
      PodSpec.containers                map name                          name
      PodSpec.initContainers            map name                          name
      PodSpec.ephemeralContainers       map name                          name
      PodSpec.volumes                   map name                          name,retainKeys
      PodSpec.imagePullSecrets          map name                          name
      PodSpec.hostAliases               map ip                            ip
      PodSpec.topologySpreadConstraints map topologyKey,whenUnsatisfiable topologyKey
      PodSpec.resourceClaims            map name                          name,retainKeys
      PodSpec.schedulingGates           map name                          name
      PodStatus.conditions              map type                          type
      PodStatus.podIPs                  map ip                            ip
      PodStatus.hostIPs                 atomic -                          ip
      Container.ports                   map containerPort,protocol        containerPort
      Container.env                     map name                          name
      Container.volumeMounts            map mountPath                     mountPath
      Container.volumeDevices           map devicePath                    devicePath
      EphemeralContainer.ports          map containerPort,protocol        containerPort
      EphemeralContainer.env            map name                          name
      EphemeralContainer.volumeMounts   map mountPath                     mountPath
      EphemeralContainer.volumeDevices  map devicePath                    devicePath
      ResourceRequirements.claims       map name                          -
      ServiceSpec.ports                 map port,protocol                 port
      ServiceStatus.conditions          map type                          type
      ServiceAccount.secrets            map name                          name
      NamespaceStatus.conditions        map type                          type
      NodeSpec.podCIDRs                 set -                             -
      NodeSpec.taints                   atomic -                          key
      NodeStatus.addresses              map type                          type
      NodeStatus.conditions             map type                          type
      PersistentVolumeClaimStatus.conditions map type                     type
      DeploymentStatus.conditions       map type                          type
      ReplicaSetStatus.conditions       map type                          type
      StatefulSetStatus.conditions      map type                          type
      DaemonSetStatus.conditions        map type                          type
      JobStatus.conditions              atomic -                          type
      PodDisruptionBudgetStatus.conditions map type                       type
      NetworkPolicySpec.policyTypes     atomic -                          -
      CustomResourceDefinitionStatus.conditions map type                  -
      """;

  /** Types that one writer owns as a whole. */
  private static final Set<String> ATOMIC_TYPES =
      Set.of(
          "ObjectReference",
          "LocalObjectReference",
          "TypedLocalObjectReference",
          "SecretReference",
          "ConfigMapKeySelector",
          "SecretKeySelector",
          "ObjectFieldSelector",
          "ResourceFieldSelector",
          "FileKeySelector",
          "NodeSelector",
          "NodeSelectorTerm",
          "LabelSelector",
          "OwnerReference",
          "ServiceBackendPort",
          "RoleRef",
          "Subject",
          "ScopedResourceSelectorRequirement");

  /** Maps that one writer owns as a whole. */
  private static final Set<String> ATOMIC_MAPS =
      Set.of("PodSpec.nodeSelector", "ServiceSpec.selector");

  /** Lists that a strategic merge patch merges by value. */
  private static final Set<String> MERGED_BY_VALUE =
      Set.of("ObjectMeta.finalizers", "NodeSpec.podCIDRs");

  private static final Map<String, List<String>> BY_FIELD = read();

  private ListKeys() {}

  private static Map<String, List<String>> read() {
    Map<String, List<String>> rows = new HashMap<>();
    LISTS
        .lines()
        .map(line -> List.of(line.strip().split("\\s+")))
        .forEach(row -> rows.put(row.getFirst(), row));
    return Map.copyOf(rows);
  }

  /** Adds what the table knows to the schema of a field. */
  static void mark(String owner, String field, ObjectNode schema) {
    String place = owner + "." + field;
    List<String> row = BY_FIELD.get(place);
    if (row != null) {
      markList(schema, row);
    }
    if (MERGED_BY_VALUE.contains(place)) {
      schema.put("x-kubernetes-patch-strategy", "merge");
    }
    if (ATOMIC_MAPS.contains(place)) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
  }

  private static void markList(ObjectNode schema, List<String> row) {
    schema.put("x-kubernetes-list-type", row.get(1));
    if (!row.get(2).equals("-")) {
      List.of(row.get(2).split(",")).forEach(schema.withArray("x-kubernetes-list-map-keys")::add);
    }
    if (!row.get(3).equals("-")) {
      boolean retainKeys = row.get(3).endsWith(",retainKeys");
      schema.put("x-kubernetes-patch-merge-key", row.get(3).split(",")[0]);
      schema.put("x-kubernetes-patch-strategy", retainKeys ? "merge,retainKeys" : "merge");
    }
  }

  /** Adds what the table knows to the schema of a type. */
  static void mark(String type, ObjectNode schema) {
    if (ATOMIC_TYPES.contains(type)) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
  }
}
