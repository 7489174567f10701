package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The outcome of a write.
 *
 * @param created whether the object is new
 * @param warnings what the writer should know
 */
public record Written(ObjectNode object, boolean created, List<String> warnings) {
  public Written {
    warnings = List.copyOf(warnings);
  }
}
