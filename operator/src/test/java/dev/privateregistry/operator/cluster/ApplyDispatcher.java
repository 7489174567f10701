package dev.privateregistry.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply on top of the mock server's create, read, update and delete: a patch of type
 * {@code application/apply-patch+yaml} creates or merges, keeps {@code managedFields}, writes
 * nothing when nothing changes, and honours the status subresource and a resourceVersion
 * precondition. Which kinds there are follows from the definitions. Every request that changes
 * something is recorded.
 */
final class ApplyDispatcher extends Dispatcher {
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final KubernetesCrudDispatcher crud;
  private final List<Sent> writes = new CopyOnWriteArrayList<>();

  /** A request that asks for a change, and who sent it. */
  record Sent(String agent, String request) {}

  /** Answers a write in place of the server when it returns an answer; used to inject faults. */
  private volatile Function<RecordedRequest, @Nullable MockResponse> fault = request -> null;

  ApplyDispatcher(KubernetesCrudDispatcher crud) {
    this.crud = crud;
  }

  /** The requests so far that write, in order. */
  List<Sent> writes() {
    return List.copyOf(writes);
  }

  void fault(Function<RecordedRequest, @Nullable MockResponse> fault) {
    this.fault = fault;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    if (request.method() != HttpMethod.GET) {
      String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
      writes.add(new Sent(agent, request.getMethod() + " " + path(request)));
      MockResponse refused = fault.apply(request);
      if (refused != null) {
        return refused;
      }
    }
    String type = Objects.requireNonNullElse(request.getHeader("Content-Type"), "");
    if (request.method() == HttpMethod.PATCH && type.startsWith("application/apply-patch")) {
      return apply(request);
    }
    Map<String, Object> document =
        request.method() == HttpMethod.GET ? discovery(path(request)) : null;
    return document == null
        ? crud.dispatch(request)
        : new MockResponse().setResponseCode(200).setBody(write(document));
  }

  /** Which kinds there are; null for a path that does not ask for it. */
  private @Nullable Map<String, Object> discovery(String path) {
    return DiscoveryDocuments.isOne(path)
        ? new DiscoveryDocuments(
                parse(text(crud.dispatch(request(HttpMethod.GET, DEFINITIONS, "")))))
            .document(path)
        : null;
  }

  private synchronized MockResponse apply(RecordedRequest request) {
    Map<String, Object> applied = parse(request.getUtf8Body());
    String manager = query(request, "fieldManager");
    boolean status = path(request).endsWith("/status");
    while (true) {
      MockResponse current = crud.dispatch(request(HttpMethod.GET, objectPath(request), ""));
      if (current.code() == 404) {
        return status ? current : create(request, applied, manager);
      }
      Map<String, Object> live = parse(text(current));
      MockResponse conflict = preconditionFailure(applied, live);
      if (conflict != null) {
        return conflict;
      }
      Map<String, Object> merged = merged(live, applied, manager, status);
      if (withoutManagedFields(merged).equals(withoutManagedFields(live))
          && heldBy(live, manager, status).equals(heldBy(merged, manager, status))) {
        return new MockResponse().setResponseCode(200).setBody(write(live));
      }
      MockResponse answer = crud.dispatch(request(HttpMethod.PUT, path(request), write(merged)));
      if (answer.code() != 409) {
        return answer.code() < 300 ? answer.setResponseCode(200) : answer;
      }
    }
  }

  private MockResponse create(
      RecordedRequest request, Map<String, Object> applied, String manager) {
    Map<String, Object> created = AppliedMerge.copy(applied);
    hold(created, applied, manager, false);
    String path = objectPath(request);
    return crud.dispatch(
        request(HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), write(created)));
  }

  private static Map<String, Object> merged(
      Map<String, Object> live, Map<String, Object> applied, String manager, boolean status) {
    Map<String, Object> part = new LinkedHashMap<>(applied);
    if (status) {
      part.keySet().retainAll(List.of("status"));
    } else {
      part.remove("status");
    }
    if (part.get("metadata") instanceof Map<?, ?> metadata) {
      Map<String, Object> kept = new LinkedHashMap<>(FieldSet.asMap(metadata));
      kept.keySet().removeAll(List.of("resourceVersion", "managedFields", "uid"));
      part.put("metadata", kept);
    }
    Map<String, Object> result = AppliedMerge.merge(live, part, heldBy(live, manager, status));
    hold(result, part, manager, status);
    return result;
  }

  private static @Nullable MockResponse preconditionFailure(
      Map<String, Object> applied, Map<String, Object> live) {
    Object expected = FieldSet.asMap(applied.get("metadata")).get("resourceVersion");
    Object actual = FieldSet.asMap(live.get("metadata")).get("resourceVersion");
    if (expected == null || expected.equals(actual)) {
      return null;
    }
    return FakeCluster.status(409, "Conflict", "the object has been modified");
  }

  private static Map<String, Object> heldBy(
      Map<String, Object> object, String manager, boolean status) {
    return entries(object).stream()
        .filter(entry -> isEntryOf(entry, manager, status))
        .map(entry -> FieldSet.asMap(entry.get("fieldsV1")))
        .findFirst()
        .orElse(Map.of());
  }

  private static void hold(
      Map<String, Object> object, Map<String, Object> applied, String manager, boolean status) {
    List<Map<String, Object>> entries = new ArrayList<>(entries(object));
    entries.removeIf(entry -> isEntryOf(entry, manager, status));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("manager", manager);
    entry.put("operation", "Apply");
    entry.put("apiVersion", object.get("apiVersion"));
    entry.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    entry.put("fieldsType", "FieldsV1");
    entry.put("fieldsV1", FieldSet.of(applied));
    if (status) {
      entry.put("subresource", "status");
    }
    entries.add(entry);
    FieldSet.asMap(object.get("metadata")).put("managedFields", entries);
  }

  private static boolean isEntryOf(Map<String, Object> entry, String manager, boolean status) {
    return manager.equals(entry.get("manager"))
        && "Apply".equals(entry.get("operation"))
        && status == "status".equals(entry.get("subresource"));
  }

  private static List<Map<String, Object>> entries(Map<String, Object> object) {
    if (FieldSet.asMap(object.get("metadata")).get("managedFields") instanceof List<?> list) {
      return list.stream().map(FieldSet::asMap).toList();
    }
    return List.of();
  }

  private static Map<String, Object> withoutManagedFields(Map<String, Object> object) {
    Map<String, Object> result = AppliedMerge.copy(object);
    FieldSet.asMap(result.get("metadata")).remove("managedFields");
    return result;
  }

  private static RecordedRequest request(HttpMethod method, String path, String body) {
    return new RecordedRequest(
        "HTTP/1.1",
        method,
        path,
        Headers.builder().add("Content-Type", "application/json").build(),
        new Buffer(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String path(RecordedRequest request) {
    String path = request.getPath();
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private static String objectPath(RecordedRequest request) {
    String path = path(request);
    return path.endsWith("/status") ? path.substring(0, path.length() - 7) : path;
  }

  private static String query(RecordedRequest request, String name) {
    String path = request.getPath();
    for (String pair : path.substring(path.indexOf('?') + 1).split("&")) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new IllegalArgumentException("server-side apply without " + name + ": " + path);
  }

  private static String text(MockResponse response) {
    return new String(response.getBody().getBytes(), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> parse(String text) {
    try {
      return YAML.readValue(text, OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String write(Map<String, Object> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
