package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One user of the registry. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!(self.name in ['ca', 'tls', 'config', 'htpasswd', 'credentials', 'http', 'nginx-ca',"
            + " 'haproxy-ca'])",
    message =
        "this name would give the user's Secret the name of one of the registry's own: choose"
            + " another user name",
    fieldPath = ".name")
@ValidationRule(
    value = "!has(self.passwordSecretRef) || !has(self.rotation) || !has(self.rotation.every)",
    message =
        "a password of passwordSecretRef is changed by changing that Secret: remove rotation.every"
            + " or passwordSecretRef")
public record UserSpec(
    @JsonPropertyDescription("The name to log in with, a DNS label; it ends the Secret's name.")
        @Required
        @Pattern(NAME_PATTERN)
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("Where the password is. Default: the operator generates one.")
        @Nullable PasswordSecretRef passwordSecretRef,
    @JsonPropertyDescription("When the password is changed, and how long the old one stays valid.")
        @Nullable RotationSpec rotation,
    @JsonPropertyDescription(
            "What the user may do, and in which repositories; a change needs no restart. Default:"
                + " everything.")
        @Size(min = 1, max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<AccessRule> access) {

  static final String NAME_PATTERN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile(NAME_PATTERN);

  private static final Set<String> TAKEN =
      Set.of("ca", "tls", "config", "htpasswd", "credentials", "http", "nginx-ca", "haproxy-ca");

  public UserSpec {
    access = access == null ? List.of() : List.copyOf(access);
  }

  /** Whether a user can have this name: a DNS label that is none of our own objects' suffixes. */
  public static boolean isValidName(String name) {
    return name.length() <= 63 && NAME.matcher(name).matches() && !TAKEN.contains(name);
  }

  /** A user with a generated password that changes on demand only. */
  public static UserSpec named(String name) {
    return new UserSpec(name, null, null, List.of());
  }

  /** A password that the user of the resource keeps in a Secret. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PasswordSecretRef(
      @JsonPropertyDescription("The name of a Secret in the namespace of the resource.")
          @Required
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("The key of the Secret that holds the password.")
          @Default("password")
          @Size(min = 1, max = 253)
          String key) {

    public PasswordSecretRef {
      key = key == null ? "password" : key;
    }
  }

  /** When a password is changed, and how long the old one stays valid. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!has(self.every) || duration(self.every) >= duration('5s')",
      message = "every must be at least 5s, for example 720h",
      fieldPath = ".every")
  @ValidationRule(
      value =
          "!has(self.every) || !has(self.overlap) || duration(self.overlap) < duration(self.every)",
      message = "overlap must be less than every",
      fieldPath = ".overlap")
  public record RotationSpec(
      @JsonPropertyDescription(
              "The time between two changes, for example 720h. Default: only on demand, by the"
                  + " annotation privateregistry.dev/rotate-credentials.")
          @Pattern(Durations.PATTERN)
          @Size(max = 32)
          @Nullable String every,
      @JsonPropertyDescription(
              "How long the old password stays valid after the new one is published. Default: a"
                  + " third of every, at most 24h.")
          @Pattern(Durations.PATTERN)
          @Size(max = 32)
          @Nullable String overlap) {}
}
