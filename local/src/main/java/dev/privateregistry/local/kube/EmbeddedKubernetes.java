package dev.privateregistry.local.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.admission.Admission;
import dev.privateregistry.local.kube.api.CustomKinds;
import dev.privateregistry.local.kube.api.KnownKinds;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.ResourceRegistry;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.discovery.OpenApi;
import dev.privateregistry.local.kube.gc.GarbageCollector;
import dev.privateregistry.local.kube.http.ApiServer;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.ModelSchemas;
import dev.privateregistry.local.kube.store.Change;
import dev.privateregistry.local.kube.store.ObjectFiles;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.store.Persistence;
import dev.privateregistry.local.kube.write.Deletion;
import dev.privateregistry.local.kube.write.ObjectWriter;
import dev.privateregistry.local.kube.write.Place;
import dev.privateregistry.local.kube.write.WriteOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API on 127.0.0.1 for kubectl and for Kubernetes clients: storage, validation,
 * patches, server-side apply, watches and garbage collection. Nothing in it runs Pods.
 */
public final class EmbeddedKubernetes implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final List<String> NAMESPACES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final ObjectStore store;
  private final GarbageCollector garbageCollector;
  private final ApiServer server;
  private final String token;
  private final String certificate;

  private EmbeddedKubernetes(
      ObjectStore store,
      GarbageCollector garbageCollector,
      ApiServer server,
      String token,
      String certificate) {
    this.store = store;
    this.garbageCollector = garbageCollector;
    this.server = server;
    this.token = token;
    this.certificate = certificate;
  }

  /**
   * Starts the server.
   *
   * @throws IOException when the folder or the port cannot be used, with what to do about it
   */
  public static EmbeddedKubernetes start(Options options) throws IOException {
    Clock clock = Clock.systemUTC();
    sendAnswersAtOnce();
    ModelSchemas schemas = new ModelSchemas();
    List<ResourceKind> known = KnownKinds.table(schemas);
    ObjectStore store = new ObjectStore(persistence(options.dataDirectory(), known));
    try {
      ResourceRegistry registry = new ResourceRegistry(known, new CustomKinds(schemas));
      serveDefinitions(store, registry);
      ObjectWriter writer = new ObjectWriter(store, new Admission(), clock);
      createNamespaces(store, registry, writer);
      Deletion deletion = new Deletion(store, clock);
      Credentials credentials = Credentials.in(options.dataDirectory(), clock);
      ApiServer server =
          bind(
              options.port(),
              credentials,
              new ApiServer.Api(store, registry, writer, deletion, new OpenApi(schemas), clock));
      GarbageCollector collector = new GarbageCollector(store, registry, deletion);
      collector.start();
      server.start();
      return new EmbeddedKubernetes(
          store, collector, server, credentials.token(), credentials.certificatePem());
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Small answers must not wait for the acknowledgement of the packet before. */
  private static void sendAnswersAtOnce() {
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static Persistence persistence(@Nullable Path directory, List<ResourceKind> known)
      throws IOException {
    return directory == null
        ? Persistence.none()
        : ObjectFiles.open(
            directory,
            known.stream()
                .filter(k -> k.has(Trait.EPHEMERAL))
                .map(ResourceKind::resource)
                .collect(Collectors.toSet()));
  }

  private static ApiServer bind(int port, Credentials credentials, ApiServer.Api api)
      throws IOException {
    try {
      return new ApiServer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          credentials.tls(),
          credentials.token(),
          api);
    } catch (BindException e) {
      throw new IOException(
          "port %d on %s is taken: choose another port, or 0 for any free one"
              .formatted(port, HOST),
          e);
    }
  }

  private static void serveDefinitions(ObjectStore store, ResourceRegistry registry) {
    store.list(KnownKinds.DEFINITIONS, "").objects().forEach(registry::define);
    store.onChange(
        change -> {
          if (change.key().resource().equals(KnownKinds.DEFINITIONS)) {
            if (change.type() == Change.Type.DELETED) {
              registry.undefine(change.key().name());
            } else {
              registry.define(change.object());
            }
          }
        });
  }

  private static void createNamespaces(
      ObjectStore store, ResourceRegistry registry, ObjectWriter writer) {
    ResourceKind kind = registry.kind("v1", "Namespace").orElseThrow();
    WriteOptions options =
        new WriteOptions(false, WriteOptions.FieldValidation.STRICT, "kube-apiserver", false);
    for (String name : NAMESPACES) {
      if (!store.has(kind.resource(), "", name)) {
        ObjectNode namespace = Json.object();
        new Meta(namespace).node().put("name", name);
        writer.create(new Place(kind, "", "", ""), namespace, options);
      }
    }
  }

  /** Where the API is: {@code https://127.0.0.1:PORT}. */
  public URI address() {
    return URI.create("https://%s:%d".formatted(HOST, server.port()));
  }

  /** The bearer token of the one user. */
  public String token() {
    return token;
  }

  /** The certificate to trust, as PEM. */
  public String certificate() {
    return certificate;
  }

  /** A kubeconfig file for this server. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        current-context: local
        clusters:
        - name: local
          cluster:
            server: %s
            certificate-authority-data: %s
        contexts:
        - name: local
          context:
            cluster: local
            namespace: default
            user: local
        users:
        - name: local
          user:
            token: %s
        """
        .formatted(
            address(),
            Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)),
            token);
  }

  @Override
  public void close() {
    garbageCollector.close();
    store.close();
    server.close();
  }
}
