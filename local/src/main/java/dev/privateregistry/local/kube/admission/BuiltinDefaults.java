package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The defaults of the built-in kinds. */
final class BuiltinDefaults {
  private BuiltinDefaults() {}

  static void apply(String kind, ObjectNode object) {
    switch (kind) {
      case "Pod" -> PodDefaults.apply(Json.child(object, "spec"));
      case "Deployment" -> deployment(Json.child(object, "spec"));
      case "ReplicaSet" -> {
        Json.setDefault(Json.child(object, "spec"), "replicas", 1);
        template(Json.child(object, "spec"));
      }
      case "StatefulSet" -> statefulSet(Json.child(object, "spec"));
      case "DaemonSet", "Job" -> template(Json.child(object, "spec"));
      case "Secret" -> secret(object);
      case "Service" -> service(Json.child(object, "spec"));
      case "PersistentVolumeClaim" -> {
        Json.setDefault(Json.child(object, "spec"), "volumeMode", "Filesystem");
        Json.setDefault(Json.child(object, "status"), "phase", "Pending");
      }
      case "PersistentVolume" -> {
        Json.setDefault(Json.child(object, "spec"), "volumeMode", "Filesystem");
        Json.setDefault(Json.child(object, "spec"), "persistentVolumeReclaimPolicy", "Retain");
        Json.setDefault(Json.child(object, "status"), "phase", "Available");
      }
      case "StorageClass" -> {
        Json.setDefault(object, "reclaimPolicy", "Delete");
        Json.setDefault(object, "volumeBindingMode", "Immediate");
      }
      case "Namespace" -> namespace(object);
      case "RoleBinding", "ClusterRoleBinding" -> subjects(object);
      case "CustomResourceDefinition" -> DefinitionDefaults.apply(object);
      default -> {}
    }
    if (kind.equals("Pod")) {
      Json.setDefault(Json.child(object, "status"), "phase", "Pending");
    }
  }

  private static void template(ObjectNode spec) {
    PodDefaults.apply(Json.child(Json.child(spec, "template"), "spec"));
  }

  private static void deployment(ObjectNode spec) {
    Json.setDefault(spec, "replicas", 1);
    Json.setDefault(spec, "revisionHistoryLimit", 10);
    Json.setDefault(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.child(spec, "strategy");
    Json.setDefault(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      Json.setDefault(rolling, "maxUnavailable", "25%");
      Json.setDefault(rolling, "maxSurge", "25%");
    }
    template(spec);
  }

  private static void statefulSet(ObjectNode spec) {
    Json.setDefault(spec, "replicas", 1);
    Json.setDefault(spec, "revisionHistoryLimit", 10);
    Json.setDefault(spec, "podManagementPolicy", "OrderedReady");
    template(spec);
  }

  /** Text given as {@code stringData} goes into {@code data}, which alone is stored. */
  private static void secret(ObjectNode secret) {
    Json.setDefault(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode text) {
      ObjectNode data = Json.child(secret, "data");
      text.properties()
          .forEach(
              e ->
                  data.put(
                      e.getKey(),
                      Base64.getEncoder()
                          .encodeToString(e.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void service(ObjectNode spec) {
    Json.setDefault(spec, "type", "ClusterIP");
    Json.setDefault(spec, "sessionAffinity", "None");
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    Json.setDefault(spec, "internalTrafficPolicy", "Cluster");
    Json.setDefault(spec, "ipFamilyPolicy", "SingleStack");
    Json.setDefault(spec, "ipFamilies", Json.array().add("IPv4"));
    if (!Json.text(spec, "type").equals("ClusterIP")) {
      Json.setDefault(spec, "externalTrafficPolicy", "Cluster");
    }
    for (ObjectNode port : PodDefaults.objects(spec.path("ports"))) {
      Json.setDefault(port, "protocol", "TCP");
      Json.setDefault(port, "targetPort", port.path("port"));
    }
  }

  private static void namespace(ObjectNode namespace) {
    ObjectNode labels = Json.child(Json.child(namespace, "metadata"), "labels");
    labels.put("kubernetes.io/metadata.name", Json.text(namespace, "metadata", "name"));
    ArrayNode finalizers = Json.array().add("kubernetes");
    Json.setDefault(Json.child(namespace, "spec"), "finalizers", finalizers);
    Json.setDefault(Json.child(namespace, "status"), "phase", "Active");
  }

  private static void subjects(ObjectNode binding) {
    for (ObjectNode subject : PodDefaults.objects(binding.path("subjects"))) {
      if (!Json.text(subject, "kind").equals("ServiceAccount")) {
        Json.setDefault(subject, "apiGroup", "rbac.authorization.k8s.io");
      }
    }
    if (binding.path("roleRef") instanceof ObjectNode role) {
      Json.setDefault(role, "apiGroup", "rbac.authorization.k8s.io");
    }
  }
}
