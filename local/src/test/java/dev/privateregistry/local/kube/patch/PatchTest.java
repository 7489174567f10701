package dev.privateregistry.local.kube.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.ModelSchemas;
import dev.privateregistry.local.kube.schema.Schema;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {
  private static final Schema POD_SPEC = new ModelSchemas().schema(PodSpec.class);

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a':1}             | {'b':2}            | {'a':1,'b':2}
          {'a':1,'b':2}       | {'a':null}         | {'b':2}
          {'a':{'b':1}}       | {'a':{'c':2}}      | {'a':{'b':1,'c':2}}
          {'a':[1,2]}         | {'a':[3]}          | {'a':[3]}
          {'a':1}             | {'a':{'b':null}}   | {'a':{}}
          """)
  void shouldMergeObjectsAndReplaceTheRest(String target, String patch, String expected) {
    JsonNode before = json(target);
    assertEquals(json(expected), new MergePatch(json(patch)).apply(before));
    assertEquals(json(target), before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a':1}       | [{'op':'add','path':'/b','value':2}]                                | {'a':1,'b':2}
          {'a':[1,3]}   | [{'op':'add','path':'/a/1','value':2}]                              | {'a':[1,2,3]}
          {'a':[1]}     | [{'op':'add','path':'/a/-','value':2}]                              | {'a':[1,2]}
          {'a':1,'b':2} | [{'op':'remove','path':'/b'}]                                       | {'a':1}
          {'a/b':1}     | [{'op':'replace','path':'/a~1b','value':2}]                         | {'a/b':2}
          {'a':1}       | [{'op':'move','from':'/a','path':'/b'}]                             | {'b':1}
          {'a':[1]}     | [{'op':'copy','from':'/a','path':'/b'}]                             | {'a':[1],'b':[1]}
          {'a':1}       | [{'op':'test','path':'/a','value':1},{'op':'remove','path':'/a'}]   | {}
          """)
  void shouldPerformOperations(String target, String patch, String expected) {
    assertEquals(json(expected), new JsonPatch(json(patch)).apply(json(target)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a':1}   | [{'op':'remove','path':'/b'}]
          {'a':1}   | [{'op':'replace','path':'/b','value':1}]
          {'a':1}   | [{'op':'test','path':'/a','value':2}]
          {'a':[1]} | [{'op':'add','path':'/a/7','value':2}]
          {'a':1}   | [{'op':'turn','path':'/a'}]
          """)
  void shouldRefuseOperationThatDoesNotFit(String target, String patch) {
    assertThrows(Patch.PatchException.class, () -> new JsonPatch(json(patch)).apply(json(target)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'containers':[{'name':'a','image':'1'}]}        | {'containers':[{'name':'a','image':'2'}]}                               | {'containers':[{'name':'a','image':'2'}]}
          {'containers':[{'name':'a'}]}                    | {'containers':[{'name':'b'}]}                                           | {'containers':[{'name':'a'},{'name':'b'}]}
          {'containers':[{'name':'a'},{'name':'b'}]}       | {'containers':[{'name':'a','$patch':'delete'}]}                         | {'containers':[{'name':'b'}]}
          {'containers':[{'name':'a'}]}                    | {'containers':[{'$patch':'replace'},{'name':'b'}]}                      | {'containers':[{'name':'b'}]}
          {'containers':[{'name':'a','args':['x','y']}]}   | {'containers':[{'name':'a','args':['z']}]}                              | {'containers':[{'name':'a','args':['z']}]}
          {'volumes':[{'name':'v','emptyDir':{}}]}         | {'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':'/'}}]} | {'volumes':[{'name':'v','hostPath':{'path':'/'}}]}
          {'containers':[{'name':'a'},{'name':'b'}]}       | {'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}             | {'containers':[{'name':'b'},{'name':'a'}]}
          {'nodeSelector':{'a':'1','b':'2'}}               | {'nodeSelector':{'a':null}}                                             | {'nodeSelector':{'b':'2'}}
          """)
  void shouldMergeListsByKey(String target, String patch, String expected) {
    assertEquals(
        json(expected), new StrategicMergePatch(json(patch), POD_SPEC).apply(json(target)));
  }
}
