package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import java.time.Instant;
import java.util.List;

/**
 * Everything one decision may know.
 *
 * <p>Nothing in it needs to be fresh but the pods' reports: a plan made from old objects is stopped
 * by its preconditions ({@link Write}). A report must not be older than the objects beside it, and
 * every pod that may serve requests must be among them.
 *
 * @param resource the resource, as it was read last
 * @param objects what exists in its namespace under the names of its objects, whoever owns it;
 *     whatever else it owns; and the Secrets it refers to
 * @param pods what each pod of the registry says
 * @param surroundings what the cluster offers
 * @param order how it stands with the certificate that the last plan wished for
 * @param now the time
 */
public record Snapshot(
    PrivateRegistry resource,
    Objects objects,
    List<PodReport> pods,
    Surroundings surroundings,
    OrderReport order,
    Instant now) {

  public Snapshot {
    pods = List.copyOf(pods);
  }

  /** Without an order. */
  public Snapshot(
      PrivateRegistry resource,
      Objects objects,
      List<PodReport> pods,
      Surroundings surroundings,
      Instant now) {
    this(resource, objects, pods, surroundings, OrderReport.NONE, now);
  }
}
