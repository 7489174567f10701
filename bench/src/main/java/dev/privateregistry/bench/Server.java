package dev.privateregistry.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One running server with an empty storage of its own. */
final class Server implements AutoCloseable {
  private final Process process;
  private final Path home;
  private final Setting setting;
  private final int port;
  private final double startMillis;

  private Server(Process process, Path home, Setting setting, int port, double startMillis) {
    this.process = process;
    this.home = home;
    this.setting = setting;
    this.port = port;
    this.startMillis = startMillis;
  }

  static Server start(Contestant contestant, Setting setting, Credentials credentials, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    Path home =
        Files.createTempDirectory(folder, contestant.name().toLowerCase(java.util.Locale.ROOT));
    Path configuration = home.resolve("config.yml");
    Files.writeString(configuration, configuration(setting, credentials, home, port));
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(contestant.command(configuration))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(home.resolve("log")));
      }
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(30)) {
        process.destroyForcibly();
        throw new IOException(contestant.title() + " does not answer after 30 s");
      }
      Thread.sleep(2);
    }
    return new Server(process, home, setting, port, (System.nanoTime() - begin) / 1e6);
  }

  private static String configuration(
      Setting setting, Credentials credentials, Path home, int port) {
    String tls =
        setting == Setting.TLS
            ? "\n  tls: {certificate: %s, key: %s}"
                .formatted(credentials.certificate(), credentials.key())
            : "";
    String auth =
        setting == Setting.HTPASSWD
            ? "\nauth: {htpasswd: {realm: bench, path: %s}}".formatted(credentials.htpasswd())
            : "";
    return """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage:
          filesystem: {rootdirectory: %s}
          cache: {blobdescriptor: inmemory}
          delete: {enabled: true}
        http:
          addr: 127.0.0.1:%d
          secret: bench%s%s
        """
        .formatted(home.resolve("data"), port, tls, auth);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The first byte of any answer, also of a refusal to speak plain http on a TLS port. */
  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write(
              "GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  String url(String path) {
    return (setting == Setting.TLS ? "https" : "http") + "://127.0.0.1:" + port + path;
  }

  double startMillis() {
    return startMillis;
  }

  /** Resident memory now, in MB. */
  double rss() throws IOException {
    return status("VmRSS:");
  }

  /** The highest resident memory so far, in MB. */
  double peakRss() throws IOException {
    return status("VmHWM:");
  }

  /** The processor time it has used so far, in steps of a hundredth of a second. */
  double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private double status(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    throw new IOException("no " + key + " of process " + process.pid());
  }

  /** Stops the server and removes its storage, so that the next one finds an idle disk. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Folders.remove(home);
  }
}
