package dev.privateregistry.registry.manifest;

import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A valid manifest: its type and what it refers to. */
public sealed interface Manifest {
  MediaType mediaType();

  /** What this manifest is about, for signatures and the like; it need not exist. */
  @Nullable Descriptor subject();

  /** An image or an artifact: OCI image manifest or Docker schema 2. */
  record Image(
      MediaType mediaType, Descriptor config, List<Descriptor> layers, @Nullable Descriptor subject)
      implements Manifest {
    public Image {
      layers = List.copyOf(layers);
    }
  }

  /** A list of manifests: OCI index or Docker manifest list. */
  record Index(MediaType mediaType, List<Descriptor> manifests, @Nullable Descriptor subject)
      implements Manifest {
    public Index {
      manifests = List.copyOf(manifests);
    }
  }
}
