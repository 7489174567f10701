package dev.privateregistry.local.kube.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRulesTest {
  private final SchemaRules rules = new SchemaRules();

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  private static Schema schema(String rule, String options) {
    ObjectNode spec =
        json(
            """
            {'type':'object','properties':{
              'a':{'type':'integer'},'b':{'type':'integer'},'s':{'type':'string'},
              'f':{'type':'number'},'d':{'type':'string','format':'duration'},
              'a-b':{'type':'string'},'namespace':{'type':'string'},
              'l':{'type':'array','items':{'type':'string'}},
              'm':{'type':'object','additionalProperties':{'type':'string'}},
              'q':{'x-kubernetes-int-or-string':true}}}
            """);
    ObjectNode entry = json("{" + options + "}").put("rule", rule);
    spec.putArray("x-kubernetes-validations").add(entry);
    ObjectNode root = json("{'type':'object'}");
    root.putObject("properties").set("spec", spec);
    return new Schema(root, Schema.ANY.definitions());
  }

  private List<String> complaints(
      String rule, String options, String spec, @Nullable String oldSpec) {
    ObjectNode object = Json.object();
    object.set("spec", json(spec));
    ObjectNode old = oldSpec == null ? null : Json.object();
    if (old != null && oldSpec != null) {
      old.set("spec", json(oldSpec));
    }
    return rules.check(schema(rule, options), object, old).stream().map(FieldError::line).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          self.a < self.b                                    ; {'a':1,'b':2}          ; true
          self.a < self.b                                    ; {'a':2,'b':2}          ; false
          has(self.a) && !has(self.b)                        ; {'a':1}                ; true
          !has(self.s) || self.s.startsWith('x')             ; {'s':'y'}              ; false
          self.s.matches('^[a-z]+$')                         ; {'s':'abc'}            ; true
          self.s.matches('^[a-z]+$')                         ; {'s':'a1'}             ; false
          self.l.all(x, x.size() < 3)                        ; {'l':['a','bb']}       ; true
          self.l.exists_one(x, x == 'a')                     ; {'l':['a','a']}        ; false
          self.l.isSorted()                                  ; {'l':['a','b']}        ; true
          self.l.isSorted()                                  ; {'l':['b','a']}        ; false
          [has(self.a), has(self.b)].filter(x, x).size() == 1 ; {'a':1}               ; true
          'k' in self.m                                      ; {'m':{'k':'v'}}        ; true
          self.m.all(k, self.m[k] != '')                     ; {'m':{'k':''}}         ; false
          self.d > duration('1h')                            ; {'d':'90m'}            ; true
          self.d > duration('1h')                            ; {'d':'30m'}            ; false
          self.f > 1                                         ; {'f':1.5}              ; true
          self.a__dash__b == 'x'                             ; {'a-b':'x'}            ; true
          self.__namespace__ == 'x'                          ; {'namespace':'x'}      ; true
          isQuantity(self.s)                                 ; {'s':'50Gi'}           ; true
          isQuantity(self.s)                                 ; {'s':'50 Gi'}          ; false
          quantity(self.s).isGreaterThan(quantity('1Gi'))    ; {'s':'1.5Gi'}          ; true
          quantity(self.s).isLessThan(quantity('1G'))        ; {'s':'1Gi'}            ; false
          quantity(self.s).compareTo(quantity('1000m')) == 0 ; {'s':'1'}              ; true
          isURL(self.s) && url(self.s).getScheme() == 'https' ; {'s':'https://a.b:5/c'} ; true
          url(self.s).getHostname() == 'a.b'                 ; {'s':'https://a.b:5/c'} ; true
          isURL(self.s)                                      ; {'s':'nothing'}        ; false
          isIP(self.s)                                       ; {'s':'10.0.0.1'}       ; true
          isCIDR(self.s)                                     ; {'s':'10.0.0.0/33'}    ; false
          self.s.lowerAscii() == self.s                      ; {'s':'Ab'}             ; false
          self.s.split('.').size() == 2                      ; {'s':'a.b'}            ; true
          self.s.find('[0-9]+') == '12'                      ; {'s':'a12b'}           ; true
          self.?s.orValue('none') == 'none'                  ; {}                     ; true
          type(self.q) == int ? self.q > 1 : true            ; {'q':1}                ; false
          """)
  void shouldEvaluateRule(String rule, String spec, boolean holds) {
    assertEquals(
        holds ? List.of() : List.of("spec: Invalid value: \"object\": broken"),
        complaints(rule, "'message':'broken'", spec, null));
  }

  @Test
  void shouldCompareWithOldValueOnChangesOnly() {
    String rule = "self.s == oldSelf.s";
    assertEquals(List.of(), complaints(rule, "'message':'immutable'", "{'s':'a'}", null));
    assertEquals(List.of(), complaints(rule, "'message':'immutable'", "{'s':'a'}", "{'s':'a'}"));
    assertEquals(
        List.of("spec: Invalid value: \"object\": immutable"),
        complaints(rule, "'message':'immutable'", "{'s':'b'}", "{'s':'a'}"));
  }

  @Test
  void shouldOfferOldValueAsOptionalWhenAsked() {
    String rule = "!oldSelf.hasValue() || oldSelf.value().a <= self.a";
    String options = "'optionalOldSelf':true,'message':'grow only'";
    assertEquals(List.of(), complaints(rule, options, "{'a':1}", null));
    assertEquals(
        List.of("spec: Invalid value: \"object\": grow only"),
        complaints(rule, options, "{'a':1}", "{'a':2}"));
  }

  @Test
  void shouldWordComplaintAsTheRuleSays() {
    ObjectNode rule = Json.object().put("messageExpression", "'a is ' + string(self.a)");
    Schema schema = schema("false", "'fieldPath':'.a','reason':'FieldValueForbidden'");
    ((ObjectNode)
            schema.node().path("properties").path("spec").path("x-kubernetes-validations").path(0))
        .setAll(rule);
    ObjectNode object = Json.object();
    object.set("spec", json("{'a':7}"));
    assertEquals(
        List.of("spec.a: Forbidden: a is 7"),
        rules.check(schema, object, null).stream().map(FieldError::line).toList());
  }

  @Test
  void shouldRefuseDefinitionWhoseRuleDoesNotCompile() {
    ObjectNode definition =
        json("{'spec':{'versions':[{'schema':{'openAPIV3Schema':{'type':'object'}}}]}}");
    ObjectNode schema =
        (ObjectNode)
            definition.path("spec").path("versions").path(0).path("schema").path("openAPIV3Schema");
    schema.putArray("x-kubernetes-validations").addObject().put("rule", "self.a ==");
    List<FieldError> errors = rules.checkDefinition(definition);
    assertEquals(1, errors.size());
    assertEquals(
        "spec.versions[0].schema.openAPIV3Schema.x-kubernetes-validations[0].rule",
        errors.getFirst().path());
  }
}
