package dev.privateregistry.registry.auth;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.privateregistry.registry.error.ErrorBody;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.time.Duration;
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

  /** 403: it is known who asks, and they may not. */
  static AccessDecision.Refused denied(Access access) {
    return new AccessDecision.Refused(
        Response.of(
            403,
            Headers.of("Content-Type", ErrorBody.CONTENT_TYPE),
            ErrorBody.render(ErrorCode.DENIED, detail(access))));
  }

  /** 429: too many log-ins have failed. */
  static AccessDecision.Refused limited(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    Headers headers =
        Headers.of("Content-Type", ErrorBody.CONTENT_TYPE, "Retry-After", String.valueOf(seconds));
    return new AccessDecision.Refused(
        Response.of(
            429,
            headers,
            ErrorBody.render(
                ErrorCode.TOOMANYREQUESTS,
                "too many log-ins have failed; try again in " + seconds + " s")));
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
      case Access.UploadCancel cancel -> "repository:" + cancel.name() + ":delete";
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
      case Access.UploadCancel cancel -> List.of(record("repository", cancel.name(), "delete"));
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
