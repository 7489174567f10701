package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import io.fabric8.kubernetes.api.model.Duration;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schemas of the built-in kinds, read from the classes of the Kubernetes client's model: names and
 * types of fields, and how lists merge. Descriptions and value ranges are not in the classes.
 */
public final class ModelSchemas implements Schema.Definitions {
  private static final String MODEL = "io.fabric8.kubernetes.api.model";
  private static final Map<Class<?>, String> SCALARS =
      Map.of(
          String.class, "string",
          Boolean.class, "boolean",
          boolean.class, "boolean",
          Integer.class, "integer",
          int.class, "integer",
          Long.class, "integer",
          long.class, "integer",
          Double.class, "number",
          MicroTime.class, "string",
          Duration.class, "string");

  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> definitions = new ConcurrentHashMap<>();

  /** The schema of a model class. */
  public Schema schema(Class<?> model) {
    return new Schema(definition(register(model)), this);
  }

  /** The schema of the metadata that every object has. */
  public ObjectNode metadataReference() {
    return Schema.reference(register(ObjectMeta.class));
  }

  @Override
  public ObjectNode definition(String name) {
    ObjectNode known = definitions.get(name);
    if (known != null) {
      return known;
    }
    Class<?> model = classes.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no definition " + name);
    }
    ObjectNode read = read(model);
    definitions.put(name, read);
    return read;
  }

  /** The definitions that a schema refers to, at any depth. */
  public Map<String, ObjectNode> reachable(ObjectNode schema) {
    Map<String, ObjectNode> found = new TreeMap<>();
    collect(schema, found);
    return Collections.unmodifiableMap(found);
  }

  private void collect(ObjectNode schema, Map<String, ObjectNode> found) {
    for (String reference : schema.findValuesAsText("$ref")) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      if (!found.containsKey(name)) {
        ObjectNode definition = definition(name);
        found.put(name, definition);
        collect(definition, found);
      }
    }
  }

  /** The name under which a class is published, in the manner of Kubernetes. */
  public String register(Class<?> model) {
    String name = name(model);
    classes.putIfAbsent(name, model);
    return name;
  }

  private static String name(Class<?> model) {
    String home = model.getPackageName();
    String simple = model.getSimpleName();
    if (home.equals(MODEL)) {
      return (simple.equals("ObjectMeta")
              ? "io.k8s.apimachinery.pkg.apis.meta.v1."
              : "io.k8s.api.core.v1.")
          + simple;
    }
    String rest = home.startsWith(MODEL) ? home.substring(MODEL.length() + 1) : home;
    String versioned = rest.matches(".*\\.v[0-9][a-z0-9]*") ? rest : rest + ".v1";
    return "io.k8s.api." + versioned + "." + simple;
  }

  private ObjectNode read(Class<?> model) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Class<?> type = model; type != null && type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        JsonProperty property = field.getAnnotation(JsonProperty.class);
        if (property != null) {
          String name = property.value().isEmpty() ? field.getName() : property.value();
          properties.set(name, field(model, name, field.getGenericType()));
        }
      }
    }
    ListKeys.mark(model.getSimpleName(), schema);
    return schema;
  }

  private ObjectNode field(Class<?> owner, String name, Type type) {
    ObjectNode schema = type(type);
    ListKeys.mark(owner.getSimpleName(), name, schema);
    if (name.equals("protocol")
        && List.of("ContainerPort", "ServicePort").contains(owner.getSimpleName())) {
      schema.put("default", "TCP");
    }
    return schema;
  }

  private ObjectNode type(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic);
    }
    if (!(type instanceof Class<?> model)) {
      return Schema.ANY.node().deepCopy();
    }
    String scalar = SCALARS.get(model);
    if (scalar != null) {
      return Json.object().put("type", scalar);
    }
    if (model == IntOrString.class) {
      return Json.object().put("x-kubernetes-int-or-string", true).put("format", "int-or-string");
    }
    if (model == Quantity.class) {
      return Json.object().put("x-kubernetes-int-or-string", true).put("format", "quantity");
    }
    boolean opaque =
        !model.getPackageName().startsWith(MODEL)
            || model.isInterface()
            || model == JSONSchemaProps.class
            || model.getSimpleName().equals("JSON")
            || model.getSimpleName().equals("RawExtension")
            || model.getSimpleName().equals("FieldsV1");
    return opaque ? Schema.ANY.node().deepCopy() : Schema.reference(register(model));
  }

  private ObjectNode generic(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      ObjectNode list = Json.object().put("type", "array");
      list.set("items", type(arguments[0]));
      return list;
    }
    ObjectNode map = Json.object().put("type", "object");
    map.set("additionalProperties", type(arguments[1]));
    return map;
  }
}
