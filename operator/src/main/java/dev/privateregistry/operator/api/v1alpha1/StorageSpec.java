package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Where the images are kept, and what becomes of them when the resource is deleted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @JsonPropertyDescription(
            "Retain keeps the volume claim when the resource is deleted; Delete removes it, and"
                + " the images with it.")
        @Default("Retain")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("A volume claim that holds the images.") FilesystemSpec filesystem) {

  /** Kept images, a new claim of the default size and storage class. */
  public static final StorageSpec DEFAULT =
      new StorageSpec(DeletionPolicy.Retain, FilesystemSpec.DEFAULT);

  public StorageSpec {
    deletionPolicy = deletionPolicy == null ? DeletionPolicy.Retain : deletionPolicy;
    filesystem = filesystem == null ? FilesystemSpec.DEFAULT : filesystem;
  }
}
