package dev.privateregistry.operator.chart;

import dev.privateregistry.operator.chart.Fragment.Entry;
import dev.privateregistry.operator.chart.Fragment.Include;
import dev.privateregistry.operator.chart.Fragment.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The templates of the chart: the objects of deploy/, with the places that its values fill.
 *
 * @param deploy the folder of the kustomization
 * @param crd the file of the CustomResourceDefinition
 */
record ChartTemplates(Path deploy, Path crd) {
  private static final String NAME = "{{ include \"private-registry-operator.fullname\" $ }}";
  private static final String NAMESPACE = "{{ $.Release.Namespace }}";
  private static final String ACCOUNT =
      "{{ include \"private-registry-operator.serviceAccountName\" $ }}";
  private static final String HEAD =
      "{{- /* Generated from deploy/ and crds/ by dev.privateregistry.operator.chart; do not edit. */}}\n";

  /** The text of each template by the name of its file. */
  Map<String, String> all() throws IOException {
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put("crds.yaml", definition());
    templates.put("service-account.yaml", when("serviceAccount.create", serviceAccount()));
    templates.put("rbac.yaml", rbac());
    templates.put("aggregated-roles.yaml", when("aggregatedRoles", aggregatedRoles()));
    templates.put("leader-election.yaml", when("leaderElection", leaderElection()));
    templates.put("deployment.yaml", HEAD + deployment().text());
    templates.put("metrics-service.yaml", when("metrics.service", metricsService()));
    templates.put("service-monitor.yaml", when("metrics.serviceMonitor.enabled", serviceMonitor()));
    templates.put(
        "pod-disruption-budget.yaml",
        HEAD
            + "{{- if gt (int .Values.replicas) 1 }}\n"
            + disruptionBudget().text()
            + "{{- end }}\n");
    return templates;
  }

  private static String when(String value, List<Manifest> manifests) {
    return HEAD + "{{- if .Values." + value + " }}\n" + joined(manifests) + "{{- end }}\n";
  }

  private static String when(String value, Manifest manifest) {
    return when(value, List.of(manifest));
  }

  private static String joined(List<Manifest> manifests) {
    return manifests.stream().map(Manifest::text).collect(Collectors.joining("---\n"));
  }

  private Manifest labelled(Manifest manifest) {
    return manifest.map("/metadata/labels").add("/metadata/labels", new Include("labels"));
  }

  private String definition() throws IOException {
    String text = Files.readString(crd);
    if (text.contains("{{")) {
      throw new IllegalStateException(
          crd + " holds two braces, which a template takes for its own");
    }
    String metadata = "metadata:\n";
    int end = text.indexOf(metadata) + metadata.length();
    return HEAD
        + "{{- if .Values.crds.install }}\n"
        + text.substring(text.indexOf("---\n") + 4, end)
        + "  {{- if .Values.crds.keep }}\n"
        + "  annotations:\n"
        + "    helm.sh/resource-policy: keep\n"
        + "  {{- end }}\n"
        + text.substring(end)
        + "{{- end }}\n";
  }

  private Manifest serviceAccount() throws IOException {
    return labelled(Manifest.readOne(deploy.resolve("service-account.yaml")))
        .set("/metadata/name", ACCOUNT)
        .set("/metadata/namespace", NAMESPACE)
        .add("/metadata", new Entry("annotations", "serviceAccount.annotations"));
  }

  /** The same rules for the cluster, or for each of the namespaces that are watched. */
  private String rbac() throws IOException {
    List<Manifest> cluster = Manifest.read(deploy.resolve("cluster-role.yaml"));
    Manifest role = labelled(cluster.getFirst().copy()).set("/metadata/name", NAME);
    Manifest binding = bound(labelled(cluster.getLast().copy()).set("/metadata/name", NAME));
    return HEAD
        + "{{- if .Values.rbac }}\n"
        + "{{- if not .Values.watchNamespaces }}\n"
        + joined(List.of(role, binding))
        + "{{- end }}\n"
        + "{{- range .Values.watchNamespaces }}\n"
        + "---\n"
        + joined(List.of(inNamespace(role), inNamespace(binding).set("/roleRef/kind", "Role")))
        + "{{- end }}\n"
        + "{{- end }}\n";
  }

  private static Manifest inNamespace(Manifest manifest) {
    return manifest.copy().namespaced("{{ . }}");
  }

  private static Manifest bound(Manifest binding) {
    return binding
        .set("/roleRef/name", NAME)
        .set("/subjects/0/name", ACCOUNT)
        .set("/subjects/0/namespace", NAMESPACE);
  }

  /** Their names are the same in every cluster: people bind them. */
  private List<Manifest> aggregatedRoles() throws IOException {
    return Manifest.read(deploy.resolve("aggregated-roles.yaml")).stream()
        .map(role -> role.add("/metadata/labels", new Include("labels")))
        .toList();
  }

  private List<Manifest> leaderElection() throws IOException {
    List<Manifest> both = Manifest.read(deploy.resolve("leader-election.yaml"));
    String name = NAME + "-leader-election";
    both.forEach(
        manifest ->
            labelled(manifest).set("/metadata/name", name).set("/metadata/namespace", NAMESPACE));
    both.getLast()
        .set("/roleRef/name", name)
        .set("/subjects/0/name", ACCOUNT)
        .set("/subjects/0/namespace", NAMESPACE);
    return both;
  }

  private Manifest deployment() throws IOException {
    String pod = "/spec/template/spec";
    String container = pod + "/containers/0";
    return Manifest.readOne(deploy.resolve("deployment.yaml"))
        .set("/metadata/name", NAME)
        .set("/metadata/namespace", NAMESPACE)
        .replace("/metadata/labels", new Include("labels"))
        .set("/spec/replicas", "{{ .Values.replicas }}")
        .replace("/spec/selector/matchLabels", new Include("selectorLabels"))
        .replace(
            "/spec/template/metadata/labels", new Include("selectorLabels"), new Rest("podLabels"))
        .add("/spec/template/metadata", new Entry("annotations", "podAnnotations"))
        .set(pod + "/serviceAccountName", ACCOUNT)
        .set(container + "/image", "{{ include \"private-registry-operator.image\" . | quote }}")
        .set(container + "/imagePullPolicy", "{{ .Values.image.pullPolicy }}")
        .set(container + "/args/0", "{{ printf \"--leader-election=%t\" .Values.leaderElection }}")
        .set(container + "/env/0/value", "{{ join \",\" .Values.watchNamespaces | quote }}")
        .set(container + "/env/1/value", "{{ .Values.registryImage | quote }}")
        .set(container + "/env/2/value", "{{ .Values.logging.level | quote }}")
        .add(container + "/env", new Rest("extraEnv"))
        .without(container + "/resources")
        .add(container, new Entry("resources", "resources"))
        .replace(
            pod + "/topologySpreadConstraints/0/labelSelector/matchLabels",
            new Include("selectorLabels"))
        .add(
            pod,
            new Entry("imagePullSecrets", "imagePullSecrets"),
            new Entry("priorityClassName", "priorityClassName"),
            new Entry("nodeSelector", "nodeSelector"),
            new Entry("tolerations", "tolerations"),
            new Entry("affinity", "affinity"));
  }

  private Manifest metricsService() throws IOException {
    return Manifest.readOne(deploy.resolve("metrics-service.yaml"))
        .set("/metadata/name", NAME + "-metrics")
        .set("/metadata/namespace", NAMESPACE)
        .replace("/metadata/labels", new Include("labels"))
        .replace("/spec/selector", new Include("selectorLabels"));
  }

  private Manifest serviceMonitor() throws IOException {
    return labelled(Manifest.readOne(deploy.resolve("monitoring").resolve("service-monitor.yaml")))
        .set("/metadata/name", NAME)
        .set("/metadata/namespace", NAMESPACE)
        .add("/metadata/labels", new Rest("metrics.serviceMonitor.labels"))
        .set("/spec/endpoints/0/interval", "{{ .Values.metrics.serviceMonitor.interval }}")
        .replace("/spec/selector/matchLabels", new Include("selectorLabels"));
  }

  private Manifest disruptionBudget() throws IOException {
    return labelled(
            Manifest.readOne(
                deploy.resolve("high-availability").resolve("pod-disruption-budget.yaml")))
        .set("/metadata/name", NAME)
        .set("/metadata/namespace", NAMESPACE)
        .replace("/spec/selector/matchLabels", new Include("selectorLabels"));
  }
}
