package dev.privateregistry.local.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies a file again when its content changes, looking every quarter of a second. A file counts
 * as saved when two looks show the same content, so that a half-written one is not taken. A file
 * that is refused is told once and changes nothing. A document that is taken out of a file stays in
 * the cluster; the message says how to delete it.
 */
final class ManifestWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final List<Path> arguments;
  private final ServicePorts ports;
  private final Applier applier;
  private final Console console;
  private final Map<Path, byte[]> seen = new HashMap<>();
  private final Map<Path, byte[]> taken = new HashMap<>();
  private final Map<Path, Set<Manifest.Identity>> documents = new HashMap<>();
  private final Thread thread;

  private ManifestWatch(
      List<Path> arguments, ServicePorts ports, Applier applier, Console console) {
    this.arguments = arguments;
    this.ports = ports;
    this.applier = applier;
    this.console = console;
    this.thread = Thread.ofVirtual().name("manifest-watch").unstarted(this::watch);
  }

  /** Applies everything once; a refusal here is the caller's. */
  static ManifestWatch start(
      List<Path> arguments, ServicePorts ports, Applier applier, Console console)
      throws UpException {
    ManifestWatch watch = new ManifestWatch(arguments, ports, applier, console);
    for (Path file : ManifestReader.files(arguments)) {
      byte[] content = ManifestReader.content(file);
      List<Manifest> manifests = watch.read(file, content);
      applier.apply(manifests);
      watch.remember(file, content, manifests);
    }
    watch.thread.start();
    return watch;
  }

  /** What was applied at the start. */
  String summary() {
    return documents.values().stream()
        .flatMap(Set::stream)
        .map(Manifest.Identity::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    List<Path> files;
    try {
      files = ManifestReader.files(arguments);
    } catch (UpException e) {
      return;
    }
    for (Path file : files) {
      lookAt(file);
    }
    for (Path file : Set.copyOf(documents.keySet())) {
      if (!files.contains(file) || Files.notExists(file)) {
        left(file, documents.getOrDefault(file, Set.of()));
        documents.remove(file);
        seen.remove(file);
        taken.remove(file);
      }
    }
  }

  private void lookAt(Path file) {
    byte[] content;
    try {
      content = ManifestReader.content(file);
    } catch (UpException e) {
      return;
    }
    boolean settled = Arrays.equals(content, seen.put(file, content));
    if (!settled || Arrays.equals(content, taken.get(file))) {
      return;
    }
    taken.put(file, content);
    try {
      List<Manifest> manifests = read(file, content);
      applier.apply(manifests);
      console.line(file + ": applied");
      Set<Manifest.Identity> gone = new LinkedHashSet<>(documents.getOrDefault(file, Set.of()));
      remember(file, content, manifests);
      gone.removeAll(documents.getOrDefault(file, Set.of()));
      left(file, gone);
    } catch (UpException e) {
      console.line("refused, nothing is changed: " + e.message());
    } catch (RuntimeException e) {
      console.line(file + ": not applied: " + e.getMessage());
    }
  }

  private List<Manifest> read(Path file, byte[] content) throws UpException {
    return ManifestReader.read(file, content).stream().map(ports::assign).toList();
  }

  private void remember(Path file, byte[] content, List<Manifest> manifests) {
    seen.put(file, content);
    taken.put(file, content);
    documents.put(
        file, manifests.stream().map(Manifest::identity).collect(Collectors.toUnmodifiableSet()));
  }

  private void left(Path file, Set<Manifest.Identity> gone) {
    for (Manifest.Identity identity : gone) {
      String namespace = identity.namespace().isEmpty() ? "" : " -n " + identity.namespace();
      console.line(
          identity
              + " is no longer in "
              + file
              + "; it stays. To delete it: kubectl delete "
              + identity
              + namespace);
    }
  }
}
