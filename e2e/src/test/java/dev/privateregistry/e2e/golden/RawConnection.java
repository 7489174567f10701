package dev.privateregistry.e2e.golden;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** HTTP/1.1 as bytes: sends what no well-behaved client would, and reads one answer. */
final class RawConnection {
  private static final byte[] ENDED_EARLY =
      "(the body ended early)".getBytes(StandardCharsets.UTF_8);
  private static final int TIMEOUT_MILLIS = 10_000;

  private RawConnection() {}

  /** The first final answer to these bytes; {@link Answer#NONE} when there is none. */
  static Answer exchange(int port, String method, byte[] bytes) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      Thread sender = Thread.ofVirtual().start(() -> send(socket, bytes));
      Answer answer = read(new BufferedInputStream(socket.getInputStream()), method);
      socket.shutdownInput();
      sender.interrupt();
      return answer;
    } catch (IOException e) {
      return Answer.NONE;
    }
  }

  /** A server may answer and close before it has read all. */
  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // the answer, if any, says why
    }
  }

  private static Answer read(InputStream in, String method) throws IOException {
    while (true) {
      String[] start = line(in).split(" ", 3);
      int status = Integer.parseInt(start[1]);
      List<Answer.Field> fields = new ArrayList<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        fields.add(new Answer.Field(line.substring(0, colon), line.substring(colon + 1).trim()));
      }
      if (status >= 200) {
        Answer head = new Answer(status, fields, new byte[0]);
        boolean empty = method.equals("HEAD") || status == 204 || status == 304;
        return empty ? head : new Answer(status, fields, body(in, head));
      }
    }
  }

  private static byte[] body(InputStream in, Answer head) throws IOException {
    String length = head.field("Content-Length");
    if (length != null) {
      byte[] body = in.readNBytes(Integer.parseInt(length));
      return body.length < Integer.parseInt(length) ? ENDED_EARLY : body;
    }
    return head.field("Transfer-Encoding") != null ? chunks(in) : in.readAllBytes();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).trim(), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(in.readNBytes(size));
      line(in);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the answer ended early");
      }
      line.append((char) b);
    }
    String text = line.toString();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
