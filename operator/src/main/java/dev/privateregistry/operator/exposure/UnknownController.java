package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import java.util.Map;

/**
 * A controller whose annotations are not known: an Ingress without any but the user's.
 *
 * @param why why it is not known
 */
record UnknownController(String why) implements IngressProfile {
  private static final String TO_DO =
      ": that http is redirected, that bodies are neither limited nor buffered, that timeouts are"
          + " long and that pods are spoken to in the right protocol cannot be promised; name the"
          + " controller in spec.exposure.ingress.controller, or set its annotations in"
          + " spec.exposure.ingress.annotations";

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    return Edge.of(
            IngressProfile.ingress(route, asked, route.annotated(Map.of(), asked.annotations())))
        .remarking(why + TO_DO);
  }
}
