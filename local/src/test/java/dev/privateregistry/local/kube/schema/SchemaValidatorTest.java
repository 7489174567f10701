package dev.privateregistry.local.kube.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidatorTest {
  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Schema schema(String text) {
    return Schema.of(json(text), Schema.ANY.definitions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "valid",
      textBlock =
          """
          {'type':'integer'}                       | 3          | valid
          {'type':'integer'}                       | 'x'        | s: Invalid value: "string": s in body must be of type integer: "string"
          {'type':'string'}                        | null       | s: Invalid value: "null": s in body must be of type string: "null"
          {'type':'string','nullable':true}        | null       | valid
          {'type':'string','enum':['A','B']}       | 'C'        | s: Unsupported value: "C": supported values: "A", "B"
          {'type':'string','pattern':'^a+$'}       | 'b'        | s: Invalid value: "b": s in body should match '^a+$'
          {'type':'string','minLength':2}          | 'b'        | s: Invalid value: "b": s in body should be at least 2 chars long
          {'type':'string','maxLength':1}          | 'bb'       | s: Too long: may not be more than 1 bytes
          {'type':'integer','minimum':1}           | 0          | s: Invalid value: 0: s in body should be greater than or equal to 1
          {'type':'integer','maximum':1}           | 2          | s: Invalid value: 2: s in body should be less than or equal to 1
          {'type':'array','minItems':1}            | []         | s: Invalid value: []: s in body should have at least 1 items
          {'type':'array','maxItems':1}            | [1,2]      | s: Too many: 2: must have at most 1 items
          {'type':'object','required':['a']}       | {}         | s.a: Required value
          {'type':'string','format':'date-time'}   | 'soon'     | s: Invalid value: "soon": s in body must be of type date-time: "soon"
          {'type':'string','format':'ipv4'}        | '10.0.0.1' | valid
          {'type':'string','format':'ipv6'}        | '::1'      | valid
          {'type':'string','format':'ipv6'}        | '1:2'      | s: Invalid value: "1:2": s in body must be of type ipv6: "1:2"
          {'x-kubernetes-int-or-string':true}      | '5%'       | valid
          {'x-kubernetes-int-or-string':true}      | 5          | valid
          {'type':'array','x-kubernetes-list-type':'set'} | ['a','a'] | s[1]: Duplicate value: "a"
          {'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['n']} | [{'n':1},{'n':1}] | s[1]: Duplicate value: {"n":1}
          {'anyOf':[{'required':['a']},{'required':['b']}]} | {'c':1} | s: Invalid value: {"c":1}: s in body must validate at least one schema (anyOf)
          """)
  void shouldComplainAsAnApiServerDoes(String schema, String value, @Nullable String complaint) {
    List<String> lines =
        SchemaValidator.validate(json(value), schema(schema), "s").stream()
            .map(FieldError::line)
            .toList();
    assertEquals(complaint == null ? List.of() : List.of(complaint), lines);
  }

  @Test
  void shouldFillInDefaultsAtEveryDepth() {
    Schema schema =
        schema(
            """
            {'type':'object','properties':{
              'a':{'type':'string','default':'x'},
              'o':{'type':'object','default':{},'properties':{'b':{'type':'integer','default':2}}},
              'l':{'type':'array','items':{'type':'object','properties':{'c':{'default':true}}}},
              'p':{'type':'object','properties':{'d':{'default':1}}}}}
            """);
    JsonNode value = json("{'l':[{}],'a':null}");
    Defaults.apply(value, schema);
    assertEquals(json("{'l':[{'c':true}],'a':'x','o':{'b':2}}"), value);
  }

  @Test
  void shouldRemoveUnknownFieldsAndTellTheirPaths() {
    Schema schema =
        schema(
            """
            {'type':'object','properties':{
              'l':{'type':'array','items':{'type':'object','properties':{'a':{}}}},
              'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}}
            """);
    ObjectNode value = (ObjectNode) json("{'x':1,'l':[{'a':1,'b':2}],'free':{'y':1}}");
    assertEquals(List.of("x", "l[0].b"), UnknownFields.prune(value, schema));
    assertEquals(json("{'l':[{'a':1}],'free':{'y':1}}"), value);
  }
}
