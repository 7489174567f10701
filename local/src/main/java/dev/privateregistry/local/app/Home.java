package dev.privateregistry.local.app;

import dev.privateregistry.local.node.Program;
import dev.privateregistry.local.node.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The checkout: the programs that were built in it and the custom resource definitions.
 *
 * @param root the folder of {@code up}
 */
record Home(Path root) {
  /** Set by the launcher. */
  static final String PROPERTY = "privateregistry.home";

  static Home ofLauncher() throws UpException {
    String root = System.getProperty(PROPERTY);
    if (root == null) {
      throw new UpException("start this program with the script ./up");
    }
    return new Home(Path.of(root));
  }

  Path defaultData() {
    return root.resolve(".local");
  }

  Path operator() throws UpException {
    return built("operator/target/dist/bin/operator");
  }

  /** What stands for which image: ours is the only one. */
  Programs programs() throws UpException {
    Program registry =
        new Program(
            built("registry-server/target/dist/bin/registry-server"),
            Map.of("registry", "REGISTRY_HTTP_ADDR", "debug", "REGISTRY_HTTP_DEBUG_ADDR"));
    return new Programs(Map.of("privateregistry/registry-server", registry));
  }

  List<Path> customResourceDefinitions() throws UpException {
    Path folder = root.resolve("crds");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".privateregistry.dev.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UpException(folder + ": the definitions are missing; check the clone out again", e);
    }
  }

  private Path built(String path) throws UpException {
    Path file = root.resolve(path);
    if (!Files.isExecutable(file)) {
      throw new UpException(file + " is missing; build it with ./mvnw -DskipTests package");
    }
    return file;
  }
}
