package dev.privateregistry.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwarderTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private ServerSocket backend;
  private LocalPorts ports;

  @BeforeEach
  void setUp() throws IOException {
    backend = new ServerSocket(0, 50, LOOPBACK);
    ports = LocalPorts.startingAt(0);
  }

  @AfterEach
  void tearDown() throws IOException {
    backend.close();
    ports.close();
  }

  @Test
  void shouldPassOnTheEndOfEachHalfByItself() throws Exception {
    byte[] upload = new byte[3 << 20];
    new Random(1).nextBytes(upload);
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket accepted = backend.accept()) {
                byte[] received = accepted.getInputStream().readAllBytes();
                accepted.getOutputStream().write(received);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    try (Forwarder forwarder = forwarder(address(backend));
        Socket client = new Socket(LOOPBACK, forwarder.port())) {
      client.getOutputStream().write(upload);
      client.shutdownOutput();
      assertArrayEquals(upload, client.getInputStream().readAllBytes());
    }
  }

  @Test
  void shouldGoToTheNextPodWhenOneDoesNotAnswer() throws Exception {
    InetSocketAddress gone;
    try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
      gone = address(closed);
    }
    try (Forwarder forwarder = forwarder(gone, address(backend))) {
      for (int i = 0; i < 4; i++) {
        try (Socket client = new Socket(LOOPBACK, forwarder.port());
            Socket accepted = backend.accept()) {
          accepted.getOutputStream().write("hi".getBytes(UTF_8));
          accepted.shutdownOutput();
          assertEquals("hi", new String(client.getInputStream().readAllBytes(), UTF_8));
        }
      }
    }
  }

  @Test
  void shouldResetWhenNoPodIsReady() throws Exception {
    try (Forwarder forwarder = forwarder();
        Socket client = new Socket(LOOPBACK, forwarder.port())) {
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  @Test
  void shouldResetTheClientWhenThePodBreaks() throws Exception {
    try (Forwarder forwarder = forwarder(address(backend));
        Socket client = new Socket(LOOPBACK, forwarder.port())) {
      Socket accepted = backend.accept();
      accepted.setSoLinger(true, 0);
      accepted.close();
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  @Test
  void shouldSayWhenThePortIsTaken() {
    assertThrows(BindException.class, () -> LocalPorts.startingAt(backend.getLocalPort()));
  }

  private Forwarder forwarder(InetSocketAddress... targets) throws IOException {
    return new Forwarder(ports.open(ports.first()), () -> List.of(targets));
  }

  private static InetSocketAddress address(ServerSocket socket) {
    return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
  }
}
