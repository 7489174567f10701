package dev.privateregistry.operator.crd;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Keeps the checked-in CustomResourceDefinition, and its page for people, equal to the code.
 *
 * <p>{@code GenerateCrds check DEFINITION PAGE} exits 1 when a file differs from what the code
 * says; {@code GenerateCrds write DEFINITION PAGE} writes them.
 */
public final class GenerateCrds {
  private GenerateCrds() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("usage: GenerateCrds check|write DEFINITION PAGE");
      System.exit(2);
    }
    boolean write = arguments[0].equals("write");
    CustomResourceDefinition definition = definition();
    boolean same = file(arguments[1]).keep(yaml(definition), write);
    same &= file(arguments[2]).keep(ResourceReference.page(definition), write);
    if (!same) {
      System.exit(1);
    }
  }

  private static GeneratedFile file(String path) {
    return new GeneratedFile(Path.of(path), "the classes of the API");
  }

  /** The CustomResourceDefinition as it is checked in. */
  static CustomResourceDefinition definition() {
    CustomResourceDefinition definition = generate();
    SchemaRefinements.apply(definition);
    return definition;
  }

  /** Its text as it is checked in. */
  static String yaml(CustomResourceDefinition definition) {
    return "# Generated from dev.privateregistry.operator.api; do not edit.\n"
        + Serialization.asYaml(definition);
  }

  private static CustomResourceDefinition generate() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> memory =
        new CRDGenerator.AbstractCRDOutput<>() {
          @Override
          protected ByteArrayOutputStream createStreamFor(String name) {
            return output;
          }
        }) {
      new CRDGenerator()
          .customResourceClasses(PrivateRegistry.class)
          .forCRDVersions("v1")
          .withOutput(memory)
          .generate();
    } catch (IOException e) {
      throw new IllegalStateException("the definition cannot be generated", e);
    }
    return Serialization.unmarshal(
        output.toString(StandardCharsets.UTF_8), CustomResourceDefinition.class);
  }
}
