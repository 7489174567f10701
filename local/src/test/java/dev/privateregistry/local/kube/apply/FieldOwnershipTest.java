package dev.privateregistry.local.kube.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.apply.Manager.Operation;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.ModelSchemas;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FieldOwnershipTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = THEN.plusSeconds(60);
  private static final Manager ANNA = applier("anna");
  private static final Manager BEN = applier("ben");

  private final FieldOwnership ownership =
      new FieldOwnership(new ModelSchemas().schema(Pod.class), true);

  private static Manager applier(String name) {
    return new Manager(name, Operation.APPLY, "v1", "");
  }

  private static ObjectNode pod(String spec) {
    return (ObjectNode)
        Json.parse(
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':%s}"
                .formatted(spec)
                .replace('\'', '"'));
  }

  private static JsonNode spec(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private ObjectNode apply(ObjectNode live, String spec, Manager manager) {
    return ownership.apply(live, pod(spec), manager, false, NOW);
  }

  @Test
  void shouldOwnWhatIsApplied() {
    ObjectNode pod = apply(Json.object(), "{'containers':[{'name':'a','args':['x','y']}]}", ANNA);
    JsonNode entry = new Meta(pod).managedFields().path(0);
    assertEquals("anna", entry.path("manager").asText());
    assertEquals("Apply", entry.path("operation").asText());
    assertEquals(
        spec(
            "{'f:spec':{'f:containers':{'k:{\\\"name\\\":\\\"a\\\"}':"
                + "{'.':{},'f:args':{},'f:name':{}}}}}"),
        entry.path("fieldsV1"));
  }

  @Test
  void shouldKeepFieldsOfOthers() {
    ObjectNode first = apply(Json.object(), "{'hostname':'h','nodeName':'n'}", ANNA);
    ObjectNode second = apply(first, "{'subdomain':'s'}", BEN);
    assertEquals(spec("{'hostname':'h','nodeName':'n','subdomain':'s'}"), second.path("spec"));
  }

  @Test
  void shouldRemoveWhatIsNoLongerApplied() {
    ObjectNode first =
        apply(
            Json.object(),
            "{'hostname':'h','containers':[{'name':'a'},{'name':'b','image':'i'}]}",
            ANNA);
    ObjectNode second = apply(first, "{'containers':[{'name':'a'}]}", ANNA);
    assertEquals(spec("{'containers':[{'name':'a'}]}"), second.path("spec"));
  }

  @Test
  void shouldKeepWhatAnotherAppliesToo() {
    ObjectNode first = apply(Json.object(), "{'hostname':'h'}", ANNA);
    ObjectNode shared = apply(first, "{'hostname':'h'}", BEN);
    ObjectNode left = apply(shared, "{}", ANNA);
    assertEquals("h", left.path("spec").path("hostname").asText());
    ObjectNode gone = apply(left, "{}", BEN);
    assertEquals("", gone.path("spec").path("hostname").asText());
  }

  @Test
  void shouldNameEveryConflict() {
    ObjectNode live =
        apply(Json.object(), "{'hostname':'h','containers':[{'name':'a','image':'1'}]}", ANNA);
    ApiFailure failure =
        assertThrows(
            ApiFailure.class,
            () -> apply(live, "{'hostname':'x','containers':[{'name':'a','image':'2'}]}", BEN));
    assertEquals(409, failure.code());
    assertEquals(
        """
        Apply failed with 2 conflicts: conflicts with "anna":
        - .spec.containers[name="a"].image
        - .spec.hostname""",
        failure.getMessage());
  }

  @Test
  void shouldTakeFieldsByForce() {
    ObjectNode live = apply(Json.object(), "{'hostname':'h','nodeName':'n'}", ANNA);
    ObjectNode taken = ownership.apply(live, pod("{'hostname':'x'}"), BEN, true, NOW);
    assertEquals(spec("{'hostname':'x','nodeName':'n'}"), taken.path("spec"));
    assertEquals(spec("{'f:spec':{'f:nodeName':{}}}"), Ownership.of(taken).of(ANNA).toJson());
  }

  @Test
  void shouldMoveOwnershipWithAnUpdate() {
    ObjectNode live = apply(Json.object(), "{'hostname':'h','nodeName':'n'}", ANNA);
    ObjectNode changed = live.deepCopy();
    ((ObjectNode) changed.path("spec")).put("hostname", "x").remove("nodeName");
    Manager editor = new Manager("editor", Operation.UPDATE, "v1", "");
    ownership.update(live, changed, editor, NOW);
    assertEquals(FieldSet.EMPTY, Ownership.of(changed).of(ANNA));
    assertEquals(spec("{'f:spec':{'f:hostname':{}}}"), Ownership.of(changed).of(editor).toJson());
  }

  @Test
  void shouldKeepTimeWhenNothingChanges() {
    ObjectNode first = ownership.apply(Json.object(), pod("{'hostname':'h'}"), ANNA, false, THEN);
    ObjectNode second = ownership.apply(first, pod("{'hostname':'h'}"), ANNA, false, NOW);
    assertEquals(first, second);
  }

  @Test
  void shouldReadWhatItWrites() {
    ObjectNode pod =
        apply(Json.object(), "{'containers':[{'name':'a','env':[{'name':'E'}]}]}", ANNA);
    FieldSet fields = Ownership.of(pod).of(ANNA);
    assertEquals(fields, FieldSet.fromJson(fields.toJson()));
  }
}
