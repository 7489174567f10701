package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;

/** Answers about permissions and identity: there is one user, who may do everything. */
final class Reviews {
  private static final String USER = "local-admin";

  private Reviews() {}

  static ObjectNode answer(String kind, ObjectNode review) {
    ObjectNode answer = review.deepCopy();
    ObjectNode status = Json.child(answer, "status");
    switch (kind) {
      case "SelfSubjectAccessReview", "SubjectAccessReview" ->
          status.put("allowed", true).put("reason", "this API server has one user");
      case "SelfSubjectRulesReview" -> rules(status);
      case "SelfSubjectReview" -> user(status.putObject("userInfo"));
      case "TokenReview" -> status.put("authenticated", false);
      default -> throw new IllegalArgumentException("no review " + kind);
    }
    return answer;
  }

  private static void rules(ObjectNode status) {
    ObjectNode rule = status.putArray("resourceRules").addObject();
    rule.putArray("verbs").add("*");
    rule.putArray("apiGroups").add("*");
    rule.putArray("resources").add("*");
    ObjectNode paths = status.putArray("nonResourceRules").addObject();
    paths.putArray("verbs").add("*");
    paths.putArray("nonResourceURLs").add("*");
    status.put("incomplete", false);
  }

  private static void user(ObjectNode user) {
    user.put("username", USER);
    user.putArray("groups").add("system:masters").add("system:authenticated");
  }
}
