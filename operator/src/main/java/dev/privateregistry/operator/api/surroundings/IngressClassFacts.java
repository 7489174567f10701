package dev.privateregistry.operator.api.surroundings;

import java.util.Objects;

/**
 * What an IngressClass says.
 *
 * @param name its name
 * @param controller the controller behind it: {@code traefik.io/ingress-controller}
 * @param byDefault whether it is the class of an Ingress that names none
 */
public record IngressClassFacts(String name, String controller, boolean byDefault) {
  public IngressClassFacts {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(controller, "controller");
  }
}
