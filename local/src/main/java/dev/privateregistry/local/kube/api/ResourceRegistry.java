package dev.privateregistry.local.kube.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Meta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The kinds served now: the built-in ones and those of the CustomResourceDefinitions. */
public final class ResourceRegistry {
  private final List<ResourceKind> builtIn;
  private final CustomKinds customKinds;
  private final Map<String, List<ResourceKind>> custom = new TreeMap<>();
  private volatile List<ResourceKind> all;

  public ResourceRegistry(List<ResourceKind> builtIn, CustomKinds customKinds) {
    this.builtIn = List.copyOf(builtIn);
    this.customKinds = customKinds;
    this.all = this.builtIn;
  }

  /** Serves what a definition declares, in place of what it declared before. */
  public synchronized void define(ObjectNode definition) {
    custom.put(new Meta(definition).name(), customKinds.declaredBy(definition));
    publish();
  }

  public synchronized void undefine(String name) {
    custom.remove(name);
    publish();
  }

  private void publish() {
    List<ResourceKind> kinds = new ArrayList<>(builtIn);
    custom.values().forEach(kinds::addAll);
    all = List.copyOf(kinds);
  }

  public List<ResourceKind> all() {
    return all;
  }

  /** The kind behind a path. */
  public Optional<ResourceKind> resource(GroupVersion groupVersion, String plural) {
    return find(k -> k.groupVersion().equals(groupVersion) && k.plural().equals(plural));
  }

  /** The kind an object or a reference names. */
  public Optional<ResourceKind> kind(String apiVersion, String kind) {
    return find(k -> k.apiVersion().equals(apiVersion) && k.kind().equals(kind));
  }

  /** The kind of a group whatever its version. */
  public Optional<ResourceKind> kindOfGroup(String group, String kind) {
    return find(k -> k.group().equals(group) && k.kind().equals(kind));
  }

  /** Any version of the kind whose objects are kept under this name. */
  public Optional<ResourceKind> stored(String resource) {
    return find(k -> k.resource().equals(resource));
  }

  private Optional<ResourceKind> find(Predicate<ResourceKind> wanted) {
    return all.stream().filter(wanted).findFirst();
  }
}
