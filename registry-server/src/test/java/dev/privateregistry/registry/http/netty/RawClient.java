package dev.privateregistry.registry.http.netty;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends exactly the bytes it is told to, over a plain socket. */
final class RawClient implements Closeable {
  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  Socket socket() {
    return socket;
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  RawClient send(String bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  /** One answer: its head and its body by Content-Length. */
  record Answer(String statusLine, List<String> fields, String body) {
    int status() {
      return Integer.parseInt(statusLine.substring(9, 12));
    }

    boolean has(String field) {
      return fields.stream().anyMatch(line -> line.equalsIgnoreCase(field));
    }

    boolean hasName(String name) {
      return fields.stream()
          .anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }
  }

  /** Reads the head of an answer and as much body as it announces. */
  Answer answer() throws IOException {
    Answer head = head();
    long length = 0;
    for (String field : head.fields) {
      if (field.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
        length = Long.parseLong(field.substring(16));
      }
    }
    String body = new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1);
    return new Answer(head.statusLine, head.fields, body);
  }

  Answer head() throws IOException {
    String status = line();
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    return new Answer(status, fields, "");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection ended in the line: " + line);
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Everything up to the end of the connection. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  byte[] read(int length) throws IOException {
    return in.readNBytes(length);
  }

  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
