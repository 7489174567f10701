package dev.privateregistry.bench;

import java.nio.file.Path;
import java.util.List;

/** A registry server that can be measured. */
enum Contestant {
  OURS("ours", List.of(Path.of("registry-server/target/dist/bin/registry-server").toString())),
  DOCKER_REGISTRY("docker-registry 2.8.2", List.of("docker-registry"));

  private final String title;
  private final List<String> program;

  Contestant(String title, List<String> program) {
    this.title = title;
    this.program = program;
  }

  String title() {
    return title;
  }

  /** The command that serves with this config.yml, on the server's core. */
  List<String> command(Path configuration) {
    return List.of("taskset", "-c", "0", program.getFirst(), "serve", configuration.toString());
  }
}
