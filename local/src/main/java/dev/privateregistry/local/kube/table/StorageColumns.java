package dev.privateregistry.local.kube.table;

import static dev.privateregistry.local.kube.json.Json.at;
import static dev.privateregistry.local.kube.json.Json.text;
import static dev.privateregistry.local.kube.table.BuiltinColumns.AGE;
import static dev.privateregistry.local.kube.table.BuiltinColumns.column;
import static dev.privateregistry.local.kube.table.BuiltinColumns.columns;
import static dev.privateregistry.local.kube.table.BuiltinColumns.field;
import static dev.privateregistry.local.kube.table.BuiltinColumns.joined;
import static dev.privateregistry.local.kube.table.BuiltinColumns.wide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The columns of volumes and their claims. */
final class StorageColumns {
  private StorageColumns() {}

  static Columns claims() {
    return columns(
        field("Status", "status", "phase"),
        column("Volume", o -> text(o, "spec", "volumeName")),
        column("Capacity", o -> text(o, "status", "capacity", "storage")),
        column("Access Modes", o -> accessModes(at(o, "status", "accessModes"))),
        column("StorageClass", o -> text(o, "spec", "storageClassName")),
        column("VolumeAttributesClass", o -> "<unset>"),
        AGE,
        wide(field("VolumeMode", "spec", "volumeMode")));
  }

  static Columns volumes() {
    return columns(
        column("Capacity", o -> text(o, "spec", "capacity", "storage")),
        column("Access Modes", o -> accessModes(at(o, "spec", "accessModes"))),
        column("Reclaim Policy", o -> text(o, "spec", "persistentVolumeReclaimPolicy")),
        column("Status", o -> text(o, "status", "phase")),
        column(
            "Claim",
            o -> {
              String name = text(o, "spec", "claimRef", "name");
              return name.isEmpty() ? "" : text(o, "spec", "claimRef", "namespace") + "/" + name;
            }),
        column("StorageClass", o -> text(o, "spec", "storageClassName")),
        AGE);
  }

  private static String accessModes(JsonNode modes) {
    Map<String, String> shortened =
        Map.of(
            "ReadWriteOnce", "RWO",
            "ReadOnlyMany", "ROX",
            "ReadWriteMany", "RWX",
            "ReadWriteOncePod", "RWOP");
    return joined(modes, m -> shortened.getOrDefault(m.asText(), m.asText()));
  }

  static Columns storageClasses() {
    return columns(
        field("Provisioner", "provisioner"),
        field("ReclaimPolicy", "reclaimPolicy"),
        field("VolumeBindingMode", "volumeBindingMode"),
        column(
            "AllowVolumeExpansion",
            o -> Boolean.toString(o.path("allowVolumeExpansion").asBoolean())),
        AGE);
  }
}
