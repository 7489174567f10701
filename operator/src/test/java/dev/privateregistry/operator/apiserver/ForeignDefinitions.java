package dev.privateregistry.operator.apiserver;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The definitions of other projects' kinds, as those projects publish them. */
final class ForeignDefinitions {
  private ForeignDefinitions() {}

  /** The definition of a kind; empty for a project that is not fetched. */
  static Optional<CustomResourceDefinition> find(OptionalKind kind) {
    try {
      return Tools.definitions().stream()
          .flatMap(ForeignDefinitions::read)
          .filter(it -> it.getSpec().getGroup().equals(kind.group()))
          .filter(it -> it.getSpec().getNames().getKind().equals(kind.kind()))
          .findFirst();
    } catch (Tools.Missing e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<CustomResourceDefinition> read(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---$"))
          .filter(document -> document.contains("kind: CustomResourceDefinition"))
          .map(it -> Serialization.unmarshal(it, CustomResourceDefinition.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
