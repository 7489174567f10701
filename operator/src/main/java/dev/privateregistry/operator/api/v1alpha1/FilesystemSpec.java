package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume claim of a registry. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.existingClaim) || !has(self.storageClassName)",
    message =
        "storageClassName has no effect on an existing claim: remove storageClassName or"
            + " existingClaim")
@ValidationRule(
    value =
        "has(self.storageClassName) == has(oldSelf.storageClassName) && (!has(self.storageClassName)"
            + " || self.storageClassName == oldSelf.storageClassName)",
    message =
        "storageClassName cannot be changed: create another PrivateRegistry and copy the images")
@ValidationRule(
    value =
        "!has(self.size) || (isQuantity(string(self.size)) &&"
            + " quantity(string(self.size)).isGreaterThan(quantity('0')))",
    message = "size must be a quantity of bytes, for example 50Gi",
    fieldPath = ".size")
@ValidationRule(
    value =
        "!has(self.size) || !has(oldSelf.size) || !isQuantity(string(self.size)) ||"
            + " !isQuantity(string(oldSelf.size)) ||"
            + " quantity(string(self.size)).compareTo(quantity(string(oldSelf.size))) >= 0",
    message = "size cannot shrink, a volume claim only grows: set at least the size it has")
@ValidationRule(
    value =
        "(has(self.accessModes) ? self.accessModes : ['ReadWriteOnce']) =="
            + " (has(oldSelf.accessModes) ? oldSelf.accessModes : ['ReadWriteOnce'])",
    message = "accessModes cannot be changed: create another PrivateRegistry and copy the images")
public record FilesystemSpec(
    @JsonPropertyDescription(
            "The size of the volume claim, for example 50Gi. It can grow, not shrink, and grows only when"
                + " its storage class allows that (allowVolumeExpansion).")
        @Default("10Gi")
        Quantity size,
    @JsonPropertyDescription(
            "The storage class of the volume claim. Default: the cluster's default class.")
        @Size(min = 1, max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription(
            "The access modes of the volume claim. Default: ReadWriteOnce. Several pods need"
                + " [ReadWriteMany], which the storage class must offer.")
        @Size(max = 4)
        List<AccessMode> accessModes,
    @JsonPropertyDescription(
            "The name of a volume claim that exists already. It is mounted as it is, and never"
                + " changed or deleted.")
        @Size(min = 1, max = 253)
        @Nullable String existingClaim) {

  /** Ten gibibytes of the default class. */
  public static final FilesystemSpec DEFAULT =
      new FilesystemSpec(new Quantity("10", "Gi"), null, List.of(AccessMode.ReadWriteOnce), null);

  public FilesystemSpec {
    size = size == null ? new Quantity("10", "Gi") : size;
    accessModes =
        accessModes == null || accessModes.isEmpty()
            ? List.of(AccessMode.ReadWriteOnce)
            : List.copyOf(accessModes);
  }

  /** How nodes may mount the volume; the names are those of Kubernetes. */
  public enum AccessMode {
    ReadWriteOnce,
    ReadWriteMany,
    ReadWriteOncePod
  }
}
