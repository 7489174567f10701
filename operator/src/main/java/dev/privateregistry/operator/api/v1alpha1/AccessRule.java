package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a user may do in some repositories. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!self.actions.exists(a, a == 'push') || self.actions.exists(a, a == 'pull')",
    message = "push needs pull, as clients ask for both: add pull",
    fieldPath = ".actions")
public record AccessRule(
    @JsonPropertyDescription(
            "Patterns of repository names: * is any part of a name between slashes, ** any number"
                + " of such parts. team/** is everything below team.")
        @Required
        @Size(min = 1, max = 32)
        List<String> repositories,
    @JsonPropertyDescription(
            "What the user may do there: pull, push, delete, and catalog, which lists the"
                + " repositories that the user may pull.")
        @Required
        @Size(min = 1, max = 4)
        List<Action> actions) {

  private static final String PART = "([*][*]|[*]|[*]?[a-z0-9._-]+([*][a-z0-9._-]+)*[*]?)";

  /** A pattern of repository names, as the registry server reads it. */
  public static final String REPOSITORIES = "^" + PART + "(/" + PART + ")*$";

  public AccessRule {
    repositories = repositories == null ? List.of() : List.copyOf(repositories);
    actions = actions == null ? List.of() : List.copyOf(actions);
  }

  /** The names are those of the registry server. */
  public enum Action {
    @JsonProperty("pull")
    PULL,
    @JsonProperty("push")
    PUSH,
    @JsonProperty("delete")
    DELETE,
    @JsonProperty("catalog")
    CATALOG;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
