package dev.privateregistry.operator.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of a control plane, as e2e/tools builds and caches them.
 *
 * @param etcd the store
 * @param apiServer kube-apiserver
 * @param kubectl the command line
 */
record Tools(Path etcd, Path apiServer, Path kubectl) {
  private static final Path SCRIPTS = Path.of("..", "e2e", "tools");

  /** Why the programs are not there. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }
  }

  /** Finds the programs; builds those that the cache does not hold, which takes minutes. */
  static Tools find() throws Missing {
    List<Path> server = run("apiserver");
    return new Tools(server.getFirst(), server.getLast(), run("kubectl").getFirst());
  }

  /** The program that a script of e2e/tools finds or builds. */
  static Path program(String script) throws Missing {
    return run(script).getFirst();
  }

  /** Files with definitions of other projects' kinds; fetches those that are not there yet. */
  static List<Path> definitions() throws Missing {
    return run("definitions");
  }

  private static List<Path> run(String script) throws Missing {
    try {
      Path messages = Files.createTempFile("tools", ".log");
      Process process =
          new ProcessBuilder(SCRIPTS.resolve(script).toString())
              .redirectError(messages.toFile())
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      String told = Files.readString(messages).strip();
      Files.delete(messages);
      if (exit != 0) {
        throw new Missing("e2e/tools/" + script + " failed: " + last(told));
      }
      return printed.lines().map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Missing("interrupted");
    }
  }

  private static String last(String text) {
    return text.length() <= 1000 ? text : "…" + text.substring(text.length() - 1000);
  }
}
