package dev.privateregistry.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A small client that pushes; it checks every answer. */
final class Client {
  private static final int CHUNK = 32 * 1024;

  private final Server server;
  private final Credentials credentials;
  private final HttpClient http = HttpClient.newHttpClient();

  Client(Server server, Credentials credentials) {
    this.server = server;
    this.credentials = credentials;
  }

  static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long the requests of a push took, in seconds. */
  record Push(double post, double patch, double put) {
    double seconds() {
      return post + patch + put;
    }
  }

  /** Pushes a blob as docker does: POST, one PATCH in chunked coding, PUT. */
  Push push(String repository, byte[] content, String digest)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String session = location(post("/v2/" + repository + "/blobs/uploads/"), 202);
    long posted = System.nanoTime();
    session = patch(session, content);
    long patched = System.nanoTime();
    String end = session + (session.contains("?") ? "&" : "?") + "digest=" + digest;
    location(send(request(end).PUT(HttpRequest.BodyPublishers.noBody())), 201);
    long put = System.nanoTime();
    return new Push((posted - begin) / 1e9, (patched - posted) / 1e9, (put - patched) / 1e9);
  }

  void putManifest(String repository, String tag, String mediaType, byte[] manifest)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        send(
            request("/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", mediaType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest)));
    expect(answer.statusCode(), 201, "PUT manifest");
  }

  /** GETs a path and checks the body's digest. */
  void verify(String path, String accept, String digest) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(request(path).header("Accept", accept).GET());
    expect(answer.statusCode(), 200, "GET " + path);
    if (!digest(answer.body()).equals(digest)) {
      throw new IOException("GET " + path + " answered other bytes than were pushed");
    }
  }

  private HttpResponse<byte[]> post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String pathOrUrl) {
    String url = pathOrUrl.startsWith("/") ? server.url(pathOrUrl) : pathOrUrl;
    return HttpRequest.newBuilder(URI.create(url))
        .version(HttpClient.Version.HTTP_1_1)
        .header("Authorization", credentials.authorization());
  }

  private static String location(HttpResponse<byte[]> answer, int status) throws IOException {
    expect(answer.statusCode(), status, "upload");
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static void expect(int status, int expected, String what) throws IOException {
    if (status != expected) {
      throw new IOException(what + " answered " + status + " instead of " + expected);
    }
  }

  /** The PATCH by hand on a socket: the JDK's client would be the slower side. */
  private String patch(String session, byte[] content) throws IOException {
    URI uri = URI.create(session.startsWith("/") ? server.url(session) : session);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 256 * 1024);
      String head =
          "PATCH %s?%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\n"
                  .formatted(
                      uri.getRawPath(),
                      uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                      server.port(),
                      credentials.authorization())
              + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (int at = 0; at < content.length; at += CHUNK) {
        int length = Math.min(CHUNK, content.length - at);
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(content, at, length);
        out.write('\r');
        out.write('\n');
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return nextLocation(socket.getInputStream());
    }
  }

  private static String nextLocation(InputStream in) throws IOException {
    String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    if (!answer.startsWith("HTTP/1.1 202")) {
      throw new IOException("PATCH answered " + answer);
    }
    for (String line : answer.split("\r\n")) {
      if (line.regionMatches(true, 0, "Location:", 0, 9)) {
        return line.substring(9).strip();
      }
    }
    throw new IOException("PATCH answered without Location");
  }
}
