package dev.privateregistry.local.kube.api;

import dev.privateregistry.local.kube.schema.Schema;
import dev.privateregistry.local.kube.table.Columns;
import java.util.Set;

/** One kind in one version, with all that serving it takes. */
public record ResourceKind(
    GroupVersion groupVersion, Names names, Set<Trait> traits, Schema schema, Columns columns) {
  public ResourceKind {
    traits = Set.copyOf(traits);
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  public boolean namespaced() {
    return has(Trait.NAMESPACED);
  }

  public boolean custom() {
    return has(Trait.CUSTOM);
  }

  public String kind() {
    return names.kind();
  }

  public String group() {
    return groupVersion.group();
  }

  public String plural() {
    return names.plural();
  }

  public String apiVersion() {
    return groupVersion.apiVersion();
  }

  /** The same for every version of the kind: {@code deployments.apps}, {@code pods}. */
  public String resource() {
    return group().isEmpty() ? plural() : plural() + "." + group();
  }

  /** As messages about a bad object name it: {@code Deployment.apps}, {@code Pod}. */
  public String qualifiedKind() {
    return group().isEmpty() ? kind() : kind() + "." + group();
  }
}
