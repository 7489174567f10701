package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.decide.Concern.Verdict;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the status of an object says that another controller serves. Kinds without a status have
 * nothing to say.
 */
final class ControllerAnswer {
  private static final Set<String> REFUSALS = Set.of("Accepted", "ResolvedRefs", "Programmed");

  private ControllerAnswer() {}

  /** Why the object has no effect; empty when it has, or when its kind does not tell. */
  static Optional<Verdict> problem(GenericKubernetesResource object) {
    return OptionalKind.of(object)
        .flatMap(
            kind ->
                switch (kind) {
                  case HTTP_ROUTE -> route(object);
                  case BACKEND_TLS_POLICY -> refusal(object, "ancestors", "ancestorRef");
                  case CONTOUR_HTTP_PROXY -> proxy(object);
                  case NGINX_POLICY -> policy(object);
                  case INGRESS_CLASS,
                      TRAEFIK_MIDDLEWARE,
                      TRAEFIK_SERVERS_TRANSPORT,
                      CERTIFICATE,
                      SERVICE_MONITOR,
                      PROMETHEUS_RULE ->
                      Optional.empty();
                });
  }

  /** A route belongs to a Gateway when the Gateway says so; silence is no assent. */
  private static Optional<Verdict> route(GenericKubernetesResource route) {
    List<Map<?, ?>> asked = maps(route.get("spec", "parentRefs"));
    List<Map<?, ?>> answers = maps(route.get("status", "parents"));
    Optional<Verdict> refusal = refusal(route, "parents", "parentRef");
    return refusal.isPresent()
        ? refusal
        : asked.stream()
            .filter(parent -> answers.stream().noneMatch(answer -> accepts(answer, parent)))
            .findFirst()
            .map(
                parent ->
                    new Verdict(
                        false,
                        "WaitingForGateway",
                        named(route)
                            + " was not accepted by Gateway "
                            + parent.get("name")
                            + " yet: when it stays so, there is no such Gateway, or no controller"
                            + " for it; see spec.exposure.gateway.parentRefs"));
  }

  private static boolean accepts(Map<?, ?> answer, Map<?, ?> parent) {
    return answer.get("parentRef") instanceof Map<?, ?> of
        && Objects.equals(of.get("name"), parent.get("name"))
        && Objects.equals(of.get("sectionName"), parent.get("sectionName"))
        && maps(answer.get("conditions")).stream()
            .anyMatch(it -> "Accepted".equals(it.get("type")) && "True".equals(it.get("status")));
  }

  private static Optional<Verdict> refusal(
      GenericKubernetesResource object, String answers, String of) {
    return maps(object.get("status", answers)).stream()
        .flatMap(
            answer ->
                maps(answer.get("conditions")).stream()
                    .filter(it -> isRefusal(it, object))
                    .map(it -> refused(object, answer.get(of), it)))
        .findFirst();
  }

  private static boolean isRefusal(Map<?, ?> condition, GenericKubernetesResource object) {
    Long generation = object.getMetadata().getGeneration();
    boolean current =
        generation == null
            || !(condition.get("observedGeneration") instanceof Number seen)
            || seen.longValue() >= generation;
    return current
        && REFUSALS.contains(String.valueOf(condition.get("type")))
        && "False".equals(condition.get("status"));
  }

  private static Verdict refused(
      GenericKubernetesResource object, @Nullable Object by, Map<?, ?> condition) {
    String who = by instanceof Map<?, ?> ref ? " by " + text(ref.get("name")) : "";
    return new Verdict(
        false,
        text(condition.get("reason")),
        named(object) + " is refused" + who + ": " + text(condition.get("message")));
  }

  private static Optional<Verdict> proxy(GenericKubernetesResource proxy) {
    String state = proxy.get("status", "currentStatus");
    if ("valid".equals(state)) {
      return Optional.empty();
    }
    return Optional.of(
        state == null || state.equals("NotReconciled")
            ? new Verdict(
                false,
                "WaitingForContour",
                named(proxy)
                    + " has no status yet: when it stays so, no Contour serves its class; see"
                    + " spec.exposure.ingress.className")
            : new Verdict(
                false,
                "HTTPProxyInvalid",
                named(proxy) + " is " + state + ": " + text(proxy.get("status", "description"))));
  }

  private static Optional<Verdict> policy(GenericKubernetesResource policy) {
    return "Invalid".equals(policy.get("status", "state"))
        ? Optional.of(
            new Verdict(
                false,
                "PolicyInvalid",
                named(policy) + " is refused: " + text(policy.get("status", "message"))))
        : Optional.empty();
  }

  private static String named(GenericKubernetesResource object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    return list instanceof List<?> elements
        ? elements.stream()
            .filter(Map.class::isInstance)
            .<Map<?, ?>>map(it -> (Map<?, ?>) it)
            .toList()
        : List.of();
  }
}
