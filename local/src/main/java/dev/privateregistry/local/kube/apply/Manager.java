package dev.privateregistry.local.kube.apply;

import java.util.Locale;

/**
 * Who writes fields.
 *
 * @param apiVersion the version written in; no part of an applier's identity
 * @param subresource empty for the object itself
 */
public record Manager(String name, Operation operation, String apiVersion, String subresource) {
  /** How fields are written. */
  public enum Operation {
    APPLY,
    UPDATE;

    public String text() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  boolean sameAs(Manager other) {
    return name.equals(other.name)
        && operation == other.operation
        && subresource.equals(other.subresource)
        && (operation == Operation.APPLY || apiVersion.equals(other.apiVersion));
  }

  /** As messages about conflicts name it. */
  String shown() {
    String quoted = "\"" + name + "\"";
    if (!subresource.isEmpty()) {
      quoted += " with subresource \"" + subresource + "\"";
    }
    return operation == Operation.UPDATE ? quoted + " using " + apiVersion : quoted;
  }
}
