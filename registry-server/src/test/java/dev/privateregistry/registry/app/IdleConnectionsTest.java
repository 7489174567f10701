package dev.privateregistry.registry.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.privateregistry.registry.http.netty.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that stay connected and ask for nothing more. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class IdleConnectionsTest {
  private static final byte[] REQUEST = "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);

  @TempDir Path folder;

  @Test
  void shouldBearTenThousandConnections() throws Exception {
    assertFlat(10_000, SocketFactory.getDefault(), "", 8);
  }

  @Test
  void shouldBearAThousandConnectionsOverTls() throws Exception {
    TestCertificates.elliptic(1).write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    String tls =
        ", tls: {certificate: %s, key: %s}"
            .formatted(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    assertFlat(1000, TestCertificates.trustingAll().getSocketFactory(), tls, 64);
  }

  private void assertFlat(int connections, SocketFactory sockets, String tls, int kibibytesEach)
      throws Exception {
    assumeTrue(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            && system.getMaxFileDescriptorCount() > connections + 1000,
        "too few file descriptors");
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: {accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: '127.0.0.1:0'%s}
            """
                .formatted(folder.resolve("data"), tls));
    Process program = ProgramTest.start(config.toString());
    List<Socket> open = new ArrayList<>();
    try (BufferedReader log = program.errorReader(UTF_8)) {
      int port =
          Integer.parseInt(
              ProgramTest.await(log, new ArrayList<>(), "listening on 127.0.0.1:(\\d+)"));
      connect(sockets, port, connections / 10, open);
      long before = residentKibibytes(program);
      connect(sockets, port, connections, open);
      long grown = residentKibibytes(program) - before;
      System.out.printf("%d connections took %d KiB%n", connections, grown);
      assertTrue(
          grown < (long) connections * kibibytesEach, connections + " took " + grown + " KiB");
      assertAnswered(open.getFirst());
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
      program.destroyForcibly();
    }
  }

  private static void connect(SocketFactory sockets, int port, int count, List<Socket> open)
      throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      open.add(socket);
      assertAnswered(socket);
    }
  }

  private static void assertAnswered(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n{}") < 0) {
      int octet = in.read();
      assertTrue(octet >= 0, "the connection ended in: " + answer);
      answer.append((char) octet);
    }
    assertEquals("HTTP/1.1 200 OK", answer.substring(0, answer.indexOf("\r\n")));
  }

  private static long residentKibibytes(Process program) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + program.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("no VmRSS");
  }
}
