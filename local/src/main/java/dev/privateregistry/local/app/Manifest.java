package dev.privateregistry.local.app;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.util.Locale;

/** One document of a file: an object that somebody wants to exist. */
record Manifest(Path file, int line, GenericKubernetesResource object) {

  /** What stays the same when the document is edited. */
  record Identity(String apiVersion, String kind, String namespace, String name) {
    @Override
    public String toString() {
      return kind.toLowerCase(Locale.ROOT) + "/" + name;
    }
  }

  Identity identity() {
    var meta = object.getMetadata();
    String namespace = meta.getNamespace() == null ? "" : meta.getNamespace();
    return new Identity(object.getApiVersion(), object.getKind(), namespace, meta.getName());
  }

  boolean isRegistry() {
    return object.getKind().equals("PrivateRegistry")
        && object.getApiVersion().startsWith("privateregistry.dev/");
  }

  String where() {
    return file + ", line " + line;
  }
}
