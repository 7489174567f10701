package dev.privateregistry.operator.acme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** BIND as the primary server of one zone, which a TSIG key may update. */
public final class Bind implements AutoCloseable {
  public static final String KEY = "acme-key";

  private static final Path PROGRAM = Path.of("/usr/sbin/named");
  private static final String SECRET =
      Base64.getEncoder()
          .encodeToString("a key for tests, 32 bytes long!!".getBytes(StandardCharsets.US_ASCII));

  private final Process process;
  private final int port;

  private Bind(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it with this folder as its own. */
  public static Bind start(Path parent, String zone) throws Exception {
    assertTrue(
        Files.isExecutable(PROGRAM), PROGRAM + " is missing: apt-get install bind9, as CI does");
    Path folder = Files.createDirectories(parent.resolve("bind"));
    int port = freePort();
    Files.writeString(
        folder.resolve("zone"),
        """
        $TTL 60
        @ IN SOA ns.%1$s. hostmaster.%1$s. 1 3600 600 86400 1
        @ IN NS ns.%1$s.
        ns IN A 127.0.0.1
        """
            .formatted(zone));
    Path config =
        Files.writeString(
            folder.resolve("named.conf"),
            """
            options {
              directory "%1$s";
              pid-file none;
              session-keyfile none;
              listen-on port %2$d { 127.0.0.1; };
              listen-on-v6 { none; };
              recursion no;
              dnssec-validation no;
            };
            controls { };
            key "%3$s" { algorithm hmac-sha256; secret "%4$s"; };
            zone "%5$s" {
              type primary;
              file "%1$s/zone";
              update-policy { grant %3$s zonesub TXT; };
            };
            """
                .formatted(folder, port, KEY, SECRET, zone));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-g", "-n", "1", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Bind bind = new Bind(process, port);
    bind.awaitAnswer(zone, folder.resolve("log"));
    return bind;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer(String zone, Path log) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        if (ask(zone, Type.SOA).getRcode() == Rcode.NOERROR) {
          return;
        }
      } catch (IOException notYet) {
        assertTrue(process.isAlive(), Files.readString(log));
      }
      assertTrue(System.nanoTime() < deadline, Files.readString(log));
      Thread.sleep(50);
    }
  }

  private Message ask(String name, int type) throws IOException {
    SimpleResolver resolver = new SimpleResolver("127.0.0.1");
    resolver.setPort(port);
    resolver.setTimeout(Duration.ofSeconds(2));
    return resolver.send(
        Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The key's secret, base64. */
  public String secret() {
    return SECRET;
  }

  /** The TXT records of a name. */
  public List<String> texts(String name) throws IOException {
    return ask(name, Type.TXT).getSection(Section.ANSWER).stream()
        .map(Record::rdataToString)
        .toList();
  }

  @Override
  public void close() {
    new ServerProcess(process).close();
  }
}
