package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.IngressClassFacts;
import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressController;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which controller an Ingress is for: the one that the spec names, or that of the class. */
sealed interface ControllerChoice {

  record Chosen(IngressProfile profile) implements ControllerChoice {}

  /** There is no such class. */
  record None(String problem) implements ControllerChoice {}

  static ControllerChoice of(IngressSpec asked, Surroundings surroundings) {
    if (asked.controller() != IngressController.AUTO) {
      return new Chosen(profile(asked.controller()));
    }
    if (!surroundings.have(OptionalKind.INGRESS_CLASS)) {
      return new Chosen(
          new UnknownController(
              "the operator may not list IngressClasses, so the controller is not known"));
    }
    List<IngressClassFacts> classes = surroundings.ingressClasses();
    Optional<IngressClassFacts> found =
        classes.stream()
            .filter(
                it ->
                    asked.className() == null
                        ? it.byDefault()
                        : it.name().equals(asked.className()))
            .findFirst();
    return found.isPresent() ? new Chosen(byClass(found.get())) : new None(missing(asked, classes));
  }

  private static String missing(IngressSpec asked, List<IngressClassFacts> classes) {
    String problem =
        asked.className() == null
            ? "not given, and no IngressClass is the default"
            : "there is no IngressClass " + asked.className();
    String names = classes.stream().map(IngressClassFacts::name).collect(Collectors.joining(", "));
    return "spec.exposure.ingress.className: "
        + problem
        + (names.isEmpty()
            ? ": install an ingress controller, the cluster has no class of one"
            : ": name one of " + names)
        + "; or name the controller in spec.exposure.ingress.controller";
  }

  private static IngressProfile byClass(IngressClassFacts facts) {
    return project(facts.controller())
        .map(ControllerChoice::profile)
        .orElseGet(
            () ->
                new UnknownController(
                    "the controller "
                        + facts.controller()
                        + " of IngressClass "
                        + facts.name()
                        + " is not known"));
  }

  /** Some projects let a class add its own name to that of the controller. */
  private static Optional<IngressController> project(String controller) {
    if (controller.startsWith("haproxy.org/ingress-controller")) {
      return Optional.of(IngressController.HAPROXYTECH);
    }
    if (controller.startsWith("haproxy-ingress.github.io/controller")) {
      return Optional.of(IngressController.HAPROXY_INGRESS);
    }
    return switch (controller) {
      case "k8s.io/ingress-nginx" -> Optional.of(IngressController.INGRESS_NGINX);
      case "nginx.org/ingress-controller" -> Optional.of(IngressController.F5_NGINX);
      case "traefik.io/ingress-controller" -> Optional.of(IngressController.TRAEFIK);
      case "projectcontour.io/ingress-controller" -> Optional.of(IngressController.CONTOUR);
      default -> Optional.empty();
    };
  }

  private static IngressProfile profile(IngressController controller) {
    return switch (controller) {
      case INGRESS_NGINX -> new IngressNginx();
      case F5_NGINX -> new F5Nginx();
      case TRAEFIK -> new Traefik();
      case HAPROXYTECH -> new HaproxyTech();
      case HAPROXY_INGRESS -> new HaproxyIngress();
      case CONTOUR -> new Contour();
      case AUTO -> throw new IllegalArgumentException("auto is a choice, not a controller");
    };
  }
}
