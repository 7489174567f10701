package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import java.util.Map;

/** The labels that select a registry's pods; immutable in a Deployment, so never to be changed. */
public final class PodSelector {
  private PodSelector() {}

  public static Map<String, String> of(PrivateRegistry resource) {
    return Ownership.podSelector(resource);
  }
}
