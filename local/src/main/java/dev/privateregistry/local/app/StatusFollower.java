package dev.privateregistry.local.app;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Tells what happens to every registry, one line each, gives the instructions once it is ready for
 * the first time, and keeps the certificate authority of each as a file.
 */
final class StatusFollower implements AutoCloseable, ResourceEventHandler<PrivateRegistry> {
  private static final Duration POLL = Duration.ofMillis(100);

  private final LocalSystem system;
  private final DataFolder data;
  private final Console console;
  private final long started = System.nanoTime();
  private final Map<String, PrivateRegistryStatus> before = new HashMap<>();
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final Set<String> introduced = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final SharedIndexInformer<PrivateRegistry> informer;

  StatusFollower(LocalSystem system, DataFolder data, Console console) {
    this.system = system;
    this.data = data;
    this.console = console;
    this.informer =
        system.client().resources(PrivateRegistry.class).inAnyNamespace().runnableInformer(0);
    informer.addEventHandler(this);
  }

  void start() {
    informer.start();
  }

  @Override
  public void close() {
    closed = true;
    informer.close();
  }

  @Override
  public void onAdd(PrivateRegistry registry) {
    look(registry);
  }

  @Override
  public void onUpdate(PrivateRegistry known, PrivateRegistry registry) {
    look(registry);
  }

  @Override
  public void onDelete(PrivateRegistry registry, boolean finalStateUnknown) {
    String name = name(registry);
    before.remove(name);
    introduced.remove(name);
    awaited.remove(name);
    console.line(name + ": deleted");
  }

  private void look(PrivateRegistry registry) {
    PrivateRegistryStatus status = registry.getStatus();
    String name = name(registry);
    if (status == null) {
      return;
    }
    for (String change : StatusChanges.between(before.put(name, status), status)) {
      if (introduced.contains(name) || !change.equals("ready")) {
        console.line(name + ": " + change);
      }
    }
    try {
      keepCertificateAuthority(registry);
    } catch (IOException e) {
      console.line(name + ": " + e.getMessage());
    }
    if (isReady(status) && awaited.add(name)) {
      Thread.ofVirtual().name("introduce-" + name).start(() -> introduceOnceServing(registry));
    }
  }

  private static boolean isReady(PrivateRegistryStatus status) {
    return status
        .condition("Ready")
        .filter(condition -> condition.getStatus().equals("True"))
        .isPresent();
  }

  /** After a restart the status is that of the run before: what counts is that it answers. */
  private void introduceOnceServing(PrivateRegistry registry) {
    var meta = registry.getMetadata();
    try {
      while (!closed && !system.serves(meta.getNamespace(), meta.getName())) {
        Thread.sleep(POLL);
      }
      if (!closed) {
        console.line(name(registry) + ": ready after " + elapsed());
        introduce(registry, name(registry));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.line(name(registry) + ": " + e.getMessage());
    }
  }

  private void introduce(PrivateRegistry registry, String name) throws IOException {
    var meta = registry.getMetadata();
    OptionalInt port = system.port(meta.getNamespace(), meta.getName());
    if (port.isEmpty()) {
      return;
    }
    introduced.add(name);
    String host = registry.getSpec().host();
    Instructions instructions =
        new Instructions(
            registry,
            host == null ? meta.getName() + "." + meta.getNamespace() + ".svc" : host,
            port.getAsInt(),
            data.certificateAuthority(meta.getNamespace(), meta.getName()),
            kubectlIsThere());
    console.block(instructions.text(data.kubeconfig()));
  }

  private void keepCertificateAuthority(PrivateRegistry registry) throws IOException {
    var meta = registry.getMetadata();
    ConfigMap trust =
        system
            .client()
            .configMaps()
            .inNamespace(meta.getNamespace())
            .withName(ChildNames.of(registry).trust())
            .get();
    if (trust == null || trust.getData() == null || !trust.getData().containsKey("ca.crt")) {
      return;
    }
    Path file = data.certificateAuthority(meta.getNamespace(), meta.getName());
    String text = trust.getData().get("ca.crt");
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }

  private String elapsed() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    return String.format("%.1f s", elapsed.toMillis() / 1000.0);
  }

  private static String name(PrivateRegistry registry) {
    return registry.getMetadata().getNamespace() + "/" + registry.getMetadata().getName();
  }

  private static boolean kubectlIsThere() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}
