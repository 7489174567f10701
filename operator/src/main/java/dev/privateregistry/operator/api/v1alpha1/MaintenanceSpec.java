package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** What keeps a registry in order, and what holds it still. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MaintenanceSpec(
    @JsonPropertyDescription(
            "Whether pushes and deletions are refused while pulls go on, for example during a"
                + " migration.")
        @Default("false")
        Boolean readOnly) {

  /** Images come and go. */
  public static final MaintenanceSpec DEFAULT = new MaintenanceSpec(false);

  public MaintenanceSpec {
    readOnly = readOnly != null && readOnly;
  }
}
