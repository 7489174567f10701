package dev.privateregistry.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** docker with an engine of its own, and skopeo, podman and ctr, all inside one sandbox. */
final class Clients {
  private final Sandbox sandbox;

  private Clients(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Starts Docker's engine and waits for it.
   *
   * @param insecureRegistries the {@code insecure-registries} of daemon.json
   */
  static Clients start(Sandbox sandbox, String... insecureRegistries)
      throws IOException, InterruptedException {
    String insecure =
        insecureRegistries.length == 0
            ? ""
            : "\"" + String.join("\",\"", insecureRegistries) + "\"";
    sandbox.write(
        "docker/daemon.json",
        """
        {"bridge": "none", "iptables": false, "insecure-registries": [%s]}
        """
            .formatted(insecure));
    Clients clients = new Clients(sandbox);
    Process engine =
        sandbox.start(
            "dockerd",
            "dockerd",
            "--data-root=" + sandbox.path("engine/data"),
            "--exec-root=" + sandbox.path("engine/exec"),
            "--pidfile=" + sandbox.path("engine/pid"),
            "--host=unix://" + sandbox.path("engine.sock"));
    Sandbox.await(
        "Docker's engine",
        Duration.ofSeconds(30),
        () -> {
          if (!engine.isAlive()) {
            throw new AssertionError(sandbox.read("dockerd.log"));
          }
          return clients.docker("version").exitCode() == 0;
        });
    return clients;
  }

  Outcome docker(String... arguments) {
    return sandbox.run(dockerCommand(arguments));
  }

  /** A docker command that goes on while the test does other things. */
  Process dockerInBackground(String name, String... arguments) throws IOException {
    return sandbox.start(name, dockerCommand(arguments).toArray(String[]::new));
  }

  private List<String> dockerCommand(String... arguments) {
    return command(List.of("docker", "--host=unix://" + sandbox.path("engine.sock")), arguments);
  }

  Outcome podman(String... arguments) {
    return sandbox.run(
        command(
            List.of(
                "podman",
                "--root=" + sandbox.path("podman/root"),
                "--runroot=" + sandbox.path("podman/run"),
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=file"),
            arguments));
  }

  Outcome skopeo(String... arguments) {
    return sandbox.run(command(List.of("skopeo"), arguments));
  }

  /** containerd's own client, on the containerd that Docker's engine runs. */
  Outcome ctr(String... arguments) {
    return sandbox.run(
        command(
            List.of("ctr", "--address=" + sandbox.path("engine/exec/containerd/containerd.sock")),
            arguments));
  }

  /** Makes an image of one layer with so many random bytes. */
  void makeImage(String name, int mebibytes) {
    sandbox
        .run(
            "sh",
            "-c",
            "head -c %dM /dev/urandom >payload && tar -cf payload.tar payload".formatted(mebibytes))
        .shouldSucceed();
    docker("import", "payload.tar", name).shouldSucceed();
  }

  /** Removes an image from the engine, so that the next pull fetches it. */
  void forget(String name) {
    docker("image", "rm", "--force", name).shouldSucceed();
  }

  private static List<String> command(List<String> program, String... arguments) {
    List<String> all = new ArrayList<>(program);
    Collections.addAll(all, arguments);
    return all;
  }
}
