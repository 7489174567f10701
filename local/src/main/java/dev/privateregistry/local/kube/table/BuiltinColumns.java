package dev.privateregistry.local.kube.table;

import static dev.privateregistry.local.kube.json.Json.at;
import static dev.privateregistry.local.kube.json.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.privateregistry.local.kube.table.Columns.Cell;
import dev.privateregistry.local.kube.table.Columns.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of the built-in kinds, as kubectl's users know them. */
public final class BuiltinColumns {
  static final Column NAME =
      new Column("Name", "string", "name", 0, (o, now) -> string(text(o, "metadata", "name")));
  static final Column AGE =
      new Column(
          "Age",
          "string",
          "",
          0,
          (o, now) -> string(Age.since(text(o, "metadata", "creationTimestamp"), now)));
  private static final Columns PLAIN = new Columns(List.of(NAME, AGE));
  private static final String NONE = "<none>";

  private BuiltinColumns() {}

  /** The columns of a kind; name and age for kinds without columns of their own. */
  public static Columns of(String kind) {
    return switch (kind) {
      case "Pod" -> PodColumns.COLUMNS;
      case "Event" -> events();
      case "Deployment" -> deployments();
      case "ReplicaSet" -> replicaSets();
      case "StatefulSet" ->
          columns(column("Ready", o -> ready(o, "readyReplicas", "replicas")), AGE);
      case "DaemonSet" -> daemonSets();
      case "Service" -> NetworkColumns.services();
      case "Endpoints" -> columns(column("Endpoints", NetworkColumns::endpoints), AGE);
      case "EndpointSlice" -> NetworkColumns.endpointSlices();
      case "Ingress" -> NetworkColumns.ingresses();
      case "IngressClass" -> columns(field("Controller", "spec", "controller"), AGE);
      case "Secret" -> columns(field("Type", "type"), count("Data", "data"), AGE);
      case "ConfigMap" -> columns(count("Data", "data"), AGE);
      case "PersistentVolumeClaim" -> StorageColumns.claims();
      case "PersistentVolume" -> StorageColumns.volumes();
      case "StorageClass" -> StorageColumns.storageClasses();
      case "Namespace" -> columns(field("Status", "status", "phase"), AGE);
      case "Node" -> nodes();
      case "ServiceAccount" -> columns(count("Secrets", "secrets"), AGE);
      case "Lease" -> columns(field("Holder", "spec", "holderIdentity"), AGE);
      case "Role", "ClusterRole", "CustomResourceDefinition" -> createdAt();
      case "RoleBinding", "ClusterRoleBinding" ->
          columns(column("Role", BuiltinColumns::role), AGE);
      case "NetworkPolicy" ->
          columns(
              column("Pod-Selector", o -> map(at(o, "spec", "podSelector", "matchLabels"))), AGE);
      case "PodDisruptionBudget" -> disruptionBudgets();
      case "Job" -> jobs();
      case "CronJob" -> cronJobs();
      default -> PLAIN;
    };
  }

  static JsonNode string(String value) {
    return TextNode.valueOf(value);
  }

  static String orNone(String value) {
    return value.isEmpty() ? NONE : value;
  }

  static Columns columns(Column... columns) {
    return new Columns(Stream.concat(Stream.of(NAME), Stream.of(columns)).toList());
  }

  static Column column(String name, Function<ObjectNode, String> cell) {
    return new Column(name, "string", "", 0, (o, now) -> string(cell.apply(o)));
  }

  static Column field(String name, String... path) {
    return column(name, o -> orNone(text(o, path)));
  }

  static Column number(String name, String... path) {
    return new Column(name, "integer", "", 0, (o, now) -> LongNode.valueOf(at(o, path).asLong(0)));
  }

  static Column count(String name, String... path) {
    return new Column(name, "integer", "", 0, (o, now) -> LongNode.valueOf(at(o, path).size()));
  }

  static Column wide(Column column) {
    return new Column(column.name(), column.type(), column.format(), 1, column.cell());
  }

  static Column timed(String name, Cell cell) {
    return new Column(name, "string", "", 0, cell);
  }

  static String map(JsonNode labels) {
    return orNone(
        labels
            .propertyStream()
            .map(e -> e.getKey() + "=" + e.getValue().asText())
            .collect(Collectors.joining(",")));
  }

  static String joined(JsonNode list, Function<JsonNode, String> item) {
    return list.valueStream().map(item).filter(s -> !s.isEmpty()).collect(Collectors.joining(","));
  }

  private static String ready(ObjectNode o, String ready, String wanted) {
    return at(o, "status", ready).asLong(0) + "/" + at(o, "spec", wanted).asLong(1);
  }

  private static List<Column> podTemplate() {
    return List.of(
        wide(column("Containers", o -> joined(containers(o), c -> text(c, "name")))),
        wide(column("Images", o -> joined(containers(o), c -> text(c, "image")))),
        wide(column("Selector", o -> map(at(o, "spec", "selector", "matchLabels")))));
  }

  private static JsonNode containers(ObjectNode o) {
    return at(o, "spec", "template", "spec", "containers");
  }

  private static Columns withTemplate(Column... columns) {
    List<Column> all = new ArrayList<>(columns(columns).columns());
    all.addAll(podTemplate());
    return new Columns(all);
  }

  private static Columns deployments() {
    return withTemplate(
        column("Ready", o -> ready(o, "readyReplicas", "replicas")),
        number("Up-to-date", "status", "updatedReplicas"),
        number("Available", "status", "availableReplicas"),
        AGE);
  }

  private static Columns replicaSets() {
    return withTemplate(
        number("Desired", "spec", "replicas"),
        number("Current", "status", "replicas"),
        number("Ready", "status", "readyReplicas"),
        AGE);
  }

  private static Columns daemonSets() {
    return withTemplate(
        number("Desired", "status", "desiredNumberScheduled"),
        number("Current", "status", "currentNumberScheduled"),
        number("Ready", "status", "numberReady"),
        number("Up-to-date", "status", "updatedNumberScheduled"),
        number("Available", "status", "numberAvailable"),
        column("Node Selector", o -> map(at(o, "spec", "template", "spec", "nodeSelector"))),
        AGE);
  }

  private static Columns nodes() {
    return columns(
        column("Status", BuiltinColumns::nodeStatus),
        column("Roles", o -> NONE),
        AGE,
        field("Version", "status", "nodeInfo", "kubeletVersion"));
  }

  private static String nodeStatus(ObjectNode node) {
    boolean ready =
        at(node, "status", "conditions")
            .valueStream()
            .anyMatch(c -> text(c, "type").equals("Ready") && text(c, "status").equals("True"));
    String status = ready ? "Ready" : "NotReady";
    return at(node, "spec", "unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
  }

  private static Columns createdAt() {
    return columns(field("Created At", "metadata", "creationTimestamp"));
  }

  private static String role(ObjectNode binding) {
    return text(binding, "roleRef", "kind") + "/" + text(binding, "roleRef", "name");
  }

  private static Columns disruptionBudgets() {
    return columns(
        column("Min Available", o -> available(text(o, "spec", "minAvailable"))),
        column("Max Unavailable", o -> available(text(o, "spec", "maxUnavailable"))),
        number("Allowed Disruptions", "status", "disruptionsAllowed"),
        AGE);
  }

  private static String available(String value) {
    return value.isEmpty() ? "N/A" : value;
  }

  private static Columns jobs() {
    return columns(
        column(
            "Status",
            o ->
                at(o, "status", "conditions")
                    .valueStream()
                    .filter(c -> text(c, "status").equals("True"))
                    .map(c -> text(c, "type"))
                    .findFirst()
                    .orElse("Running")),
        column(
            "Completions",
            o ->
                at(o, "status", "succeeded").asLong(0)
                    + "/"
                    + at(o, "spec", "completions").asLong(1)),
        AGE);
  }

  private static Columns cronJobs() {
    return columns(
        field("Schedule", "spec", "schedule"),
        column("Timezone", o -> orNone(text(o, "spec", "timeZone"))),
        column("Suspend", o -> at(o, "spec", "suspend").asBoolean() ? "True" : "False"),
        count("Active", "status", "active"),
        timed("Last Schedule", (o, now) -> string(lastSchedule(o, now))),
        AGE);
  }

  private static String lastSchedule(ObjectNode job, Instant now) {
    String time = text(job, "status", "lastScheduleTime");
    return time.isEmpty() ? NONE : Age.since(time, now);
  }

  private static Columns events() {
    return new Columns(
        List.of(
            timed("Last Seen", (o, now) -> string(Age.since(lastSeen(o), now))),
            field("Type", "type"),
            field("Reason", "reason"),
            column("Object", BuiltinColumns::involved),
            wide(field("Subobject", "involvedObject", "fieldPath")),
            wide(field("Source", "source", "component")),
            column("Message", o -> text(o, "message").strip()),
            wide(
                timed("First Seen", (o, now) -> string(Age.since(text(o, "firstTimestamp"), now)))),
            wide(number("Count", "count")),
            wide(NAME)));
  }

  private static String involved(ObjectNode event) {
    return text(event, "involvedObject", "kind").toLowerCase(Locale.ROOT)
        + "/"
        + text(event, "involvedObject", "name");
  }

  private static String lastSeen(ObjectNode event) {
    return Stream.of(
            text(event, "series", "lastObservedTime"),
            text(event, "lastTimestamp"),
            text(event, "eventTime"),
            text(event, "metadata", "creationTimestamp"))
        .filter(t -> !t.isEmpty())
        .findFirst()
        .orElse("");
  }
}
