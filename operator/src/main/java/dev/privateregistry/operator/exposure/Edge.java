package dev.privateregistry.operator.exposure;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What sets up the way to a registry.
 *
 * @param objects what is to be there, in the order in which it is written
 * @param serviceAnnotations what the Service says to the controller
 * @param bundles the forms in which the controller wants the CA bundle, beside the ConfigMap
 * @param remarks what the controller cannot do, and what to do about it, for people
 */
public record Edge(
    List<HasMetadata> objects,
    Map<String, String> serviceAnnotations,
    Set<BundleSecret> bundles,
    List<String> remarks) {

  /** No edge: the Service alone. */
  public static final Edge NONE = new Edge(List.of(), Map.of(), Set.of(), List.of());

  public Edge {
    objects = List.copyOf(objects);
    serviceAnnotations = new TreeMap<>(serviceAnnotations);
    bundles = Set.copyOf(bundles);
    remarks = List.copyOf(remarks);
  }

  static Edge of(HasMetadata... objects) {
    return new Edge(List.of(objects), Map.of(), Set.of(), List.of());
  }

  Edge with(HasMetadata object) {
    return and(of(object));
  }

  Edge onService(String annotation, String value) {
    return and(new Edge(List.of(), Map.of(annotation, value), Set.of(), List.of()));
  }

  Edge withBundle(BundleSecret form) {
    return and(new Edge(List.of(), Map.of(), Set.of(form), List.of()));
  }

  Edge remarking(String remark) {
    return and(new Edge(List.of(), Map.of(), Set.of(), List.of(remark)));
  }

  /** Both ways. */
  Edge and(Edge other) {
    List<HasMetadata> allObjects = new ArrayList<>(objects);
    allObjects.addAll(other.objects);
    Map<String, String> allAnnotations = new TreeMap<>(serviceAnnotations);
    allAnnotations.putAll(other.serviceAnnotations);
    Set<BundleSecret> allBundles = EnumSet.noneOf(BundleSecret.class);
    allBundles.addAll(bundles);
    allBundles.addAll(other.bundles);
    List<String> allRemarks = new ArrayList<>(remarks);
    allRemarks.addAll(other.remarks);
    return new Edge(allObjects, allAnnotations, allBundles, allRemarks);
  }
}
