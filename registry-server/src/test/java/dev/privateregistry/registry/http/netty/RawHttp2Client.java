package dev.privateregistry.registry.http.netty;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly the HTTP/2 frames it is told to, over TLS. */
final class RawHttp2Client implements Closeable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  static final int ENHANCE_YOUR_CALM = 11;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String GET = ":method GET :path / :scheme https :authority x";

  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);

  /** One frame as it came. */
  record Frame(int type, int flags, int stream, ByteBuffer payload) {
    boolean isAck() {
      return (flags & ACK) != 0;
    }

    /** The error of a GOAWAY or RST_STREAM. */
    int error() {
      return payload.getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /** Says hello: the preface and the given settings, identifier and value in turn. */
  RawHttp2Client(int port, int... settings) throws IOException {
    socket =
        (SSLSocket)
            TestCertificates.trustingAll().getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    out = socket.getOutputStream();
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.writeBytes(PREFACE);
    hello.writeBytes(frame(SETTINGS, 0, 0, settings(settings)));
    out.write(hello.toByteArray());
  }

  static byte[] settings(int... settings) {
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    return payload.array();
  }

  static byte[] number(long value, int bytes) {
    byte[] number = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      number[i] = (byte) (value >> (8 * (bytes - 1 - i)));
    }
    return number;
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put(number(payload.length, 3)).put((byte) type).put((byte) flags);
    return frame.putInt(stream).put(payload).array();
  }

  /** Names and values in turn, separated by spaces, each a literal that is not indexed. */
  static byte[] fields(String namesAndValues) {
    String[] words = namesAndValues.split(" ", -1);
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < words.length; i += 2) {
      block.writeBytes(field(words[i], words[i + 1]));
    }
    return block.toByteArray();
  }

  static byte[] field(String name, String value) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(0);
    string(field, name);
    string(field, value);
    return field.toByteArray();
  }

  /** A literal that enters the dynamic table, RFC 7541 section 6.2.1. */
  static byte[] indexedField(String name, String value) {
    byte[] field = field(name, value);
    field[0] = 0x40;
    return field;
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length < 127) {
      block.write(octets.length);
    } else {
      block.write(127);
      int rest = octets.length - 127;
      while (rest >= 128) {
        block.write(rest % 128 + 128);
        rest /= 128;
      }
      block.write(rest);
    }
    block.writeBytes(octets);
  }

  static byte[] get(int stream) {
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, fields(GET));
  }

  static byte[] post(int stream) {
    return frame(HEADERS, END_HEADERS, stream, fields(GET.replace("GET", "POST")));
  }

  static byte[] reset(int stream) {
    return frame(RST_STREAM, 0, stream, number(8, 4));
  }

  static byte[] windowUpdate(int stream, int increment) {
    return frame(WINDOW_UPDATE, 0, stream, number(increment, 4));
  }

  RawHttp2Client send(byte[]... frames) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    out.write(all.toByteArray());
    return this;
  }

  Frame read() throws IOException {
    byte[] head;
    try {
      head = in.readNBytes(9);
    } catch (SocketTimeoutException silence) {
      throw new AssertionError("nothing from the server", silence);
    }
    if (head.length < 9) {
      throw new EOFException("the server has closed the connection");
    }
    int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
    int stream = ByteBuffer.wrap(head).getInt(5);
    Frame frame = new Frame(head[3], head[4], stream, ByteBuffer.wrap(in.readNBytes(length)));
    if (frame.type == SETTINGS && !frame.isAck()) {
      send(frame(SETTINGS, ACK, 0, new byte[0]));
    }
    return frame;
  }

  /** The next frame of this type, and of this stream unless that is 0. */
  Frame await(int type, int stream) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.type == type && (stream == 0 || frame.stream == stream)) {
        return frame;
      }
    }
  }

  /** The status of the answer on a stream. */
  int status(int stream) throws IOException {
    return Integer.parseInt(decode(await(HEADERS, stream)).status().toString());
  }

  /** What ends a stream early or answers it: a status, or the negative error of a reset. */
  int statusOrReset(int stream) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.type == HEADERS) {
        Http2Headers decoded = decode(frame);
        if (frame.stream == stream) {
          return Integer.parseInt(decoded.status().toString());
        }
      }
      if (frame.type == RST_STREAM && frame.stream == stream) {
        return -frame.error();
      }
      if (frame.type == GOAWAY) {
        return -frame.error();
      }
    }
  }

  private Http2Headers decode(Frame frame) throws IOException {
    try {
      return headers.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
    } catch (Http2Exception broken) {
      throw new IOException(broken);
    }
  }

  /**
   * Sends the same again and again until the server ends the connection.
   *
   * @return the error of its GOAWAY, or -1 when none could be read
   */
  int flood(int most, Burst burst) throws IOException {
    int error = -1;
    try {
      for (int i = 0; i < most; i++) {
        out.write(burst.number(i));
      }
      while (true) {
        Frame frame = read();
        if (frame.type == GOAWAY) {
          error = frame.error();
        }
      }
    } catch (EOFException closed) {
      return error;
    } catch (IOException reset) {
      return lastWords(error);
    }
  }

  private int lastWords(int error) {
    try {
      while (true) {
        Frame frame = read();
        if (frame.type == GOAWAY) {
          return frame.error();
        }
      }
    } catch (IOException closed) {
      return error;
    }
  }

  /** The frames of one round of a flood. */
  interface Burst {
    byte[] number(int round);
  }

  SSLSocket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
