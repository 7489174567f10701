package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Who may log in, and what needs no log-in. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthSpec(
    @JsonPropertyDescription("Whether everybody may pull without a log-in. Pushes always need one.")
        @Default("false")
        Boolean anonymousPull,
    @JsonPropertyDescription(
            "The users. Each gets a pull secret <name>-<user>, with the keys username and password"
                + " beside .dockerconfigjson.")
        @Size(max = 256)
        List<UserSpec> users) {

  /** Nobody yet. */
  public static final AuthSpec DEFAULT = new AuthSpec(false, List.of());

  public AuthSpec {
    anonymousPull = anonymousPull != null && anonymousPull;
    users = users == null ? List.of() : List.copyOf(users);
  }
}
