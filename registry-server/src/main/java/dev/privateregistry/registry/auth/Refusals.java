package dev.privateregistry.registry.auth;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.privateregistry.registry.error.ErrorBody;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answers to those who may not, in distribution's words. */
final class Refusals {
  private Refusals() {}

  /**
   * 401 with a challenge.
   *
   * @param challenge the WWW-Authenticate field
   */
  static AccessDecision.Refused unauthorized(String challenge, Access access) {
    Headers headers =
        Headers.of("Content-Type", ErrorBody.CONTENT_TYPE, "WWW-Authenticate", challenge);
    return new AccessDecision.Refused(
        Response.of(401, headers, ErrorBody.render(ErrorCode.UNAUTHORIZED, detail(access))));
  }

  /** 503: too many passwords are waiting to be verified. */
  static AccessDecision.Refused overloaded() {
    Headers headers = Headers.of("Content-Type", ErrorBody.CONTENT_TYPE, "Retry-After", "1");
    return new AccessDecision.Refused(
        Response.of(
            503,
            headers,
            ErrorBody.render(ErrorCode.UNAVAILABLE, "too many log-ins at once; try again")));
  }

  /** The scope of a bearer challenge, such as {@code repository:team/app:pull,push}. */
  static String scope(Access access) {
    return switch (access) {
      case Access.Base base -> "";
      case Access.Catalog catalog -> "registry:catalog:*";
      case Access.Repository repository ->
          "repository:" + repository.name() + ":" + String.join(",", actions(repository));
    };
  }

  private static Object detail(Access access) {
    return switch (access) {
      case Access.Base base -> NullNode.getInstance();
      case Access.Catalog catalog -> List.of(record("registry", "catalog", "*"));
      case Access.Repository repository ->
          actions(repository).stream()
              .map(action -> record("repository", repository.name(), action))
              .toList();
    };
  }

  private static List<String> actions(Access.Repository repository) {
    List<String> actions = new ArrayList<>();
    for (Access.Action action : Access.Action.values()) {
      if (repository.actions().contains(action)) {
        actions.add(action.name().toLowerCase(Locale.ROOT));
      }
    }
    return actions;
  }

  private static Map<String, String> record(String type, String name, String action) {
    Map<String, String> record = new LinkedHashMap<>();
    record.put("Type", type);
    record.put("Class", "");
    record.put("Name", name);
    record.put("Action", action);
    return record;
  }
}
