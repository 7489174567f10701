package dev.privateregistry.operator.cluster;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.apply.ObjectEndpoint;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;

/** What the controllers of a namespace's routes would write into their status. */
public record EdgeControllers(KubernetesClient client, String namespace) {

  /** Where an object is. */
  public Resource<GenericKubernetesResource> endpoint(OptionalKind kind, String name) {
    return client
        .genericKubernetesResources(ObjectEndpoint.of(kind))
        .inNamespace(namespace)
        .withName(name);
  }

  /** Contour takes a proxy. */
  public void takeProxy(String name) {
    answer(OptionalKind.CONTOUR_HTTP_PROXY, name, Map.of("currentStatus", "valid"));
  }

  /** A Gateway takes a route at one of its listeners. */
  public void takeRoute(String name, String gateway, String listener) {
    answerRoute(name, gateway, listener, "True", "Accepted");
  }

  /** A Gateway does not take a route. */
  public void refuseRoute(String name, String gateway, String listener, String reason) {
    answerRoute(name, gateway, listener, "False", reason);
  }

  private void answerRoute(
      String name, String gateway, String listener, String status, String reason) {
    Map<String, Object> condition =
        Map.of(
            "type", "Accepted",
            "status", status,
            "reason", reason,
            "message", "because",
            "lastTransitionTime", "2026-01-01T00:00:00Z");
    Map<String, Object> parent =
        Map.of(
            "parentRef", Map.of("name", gateway, "sectionName", listener),
            "controllerName", "example.com/gateway",
            "conditions", List.of(condition));
    answer(OptionalKind.HTTP_ROUTE, name, Map.of("parents", List.of(parent)));
  }

  private void answer(OptionalKind kind, String name, Map<String, Object> status) {
    endpoint(kind, name)
        .editStatus(
            object -> {
              object.setAdditionalProperty("status", status);
              return object;
            });
  }
}
