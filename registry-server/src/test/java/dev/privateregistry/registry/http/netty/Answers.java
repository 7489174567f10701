package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.RequestBody;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Handlers of the tests. */
final class Answers {
  private Answers() {}

  /** Answers what is given, on the event loop when that is asked for. */
  record Fixed(Response response, boolean now) implements Handler {
    @Override
    public @Nullable Response answerNow(Request request) {
      return now ? response : null;
    }

    @Override
    public Response answer(Request request) {
      return response;
    }
  }

  static Handler now(String body) {
    return new Fixed(Response.text(200, "text/plain", body), true);
  }

  static Handler later(String body) {
    return new Fixed(Response.text(200, "text/plain", body), false);
  }

  /** Answers with the request as it was understood. */
  static Handler echo() {
    return request -> {
      StringBuilder text = new StringBuilder();
      text.append(request.method()).append(' ').append(request.path());
      text.append('?').append(request.query()).append(' ').append(request.authority());
      text.append(" [").append(read(request.body())).append(']');
      return Response.text(200, "text/plain", text.toString());
    };
  }

  /** Answers with the length and the SHA-256 of the body. */
  static Handler digest() {
    return request -> Response.text(200, "text/plain", digest(request.body()));
  }

  static String digest(RequestBody body) throws IOException {
    MessageDigest digest = sha256();
    long length = 0;
    for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
      length += piece.remaining();
      digest.update(piece);
    }
    return length + " " + HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String read(RequestBody body) throws IOException {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
      while (piece.hasRemaining()) {
        text.append((char) piece.get());
      }
    }
    return text.toString();
  }

  static Response file(Path file, long offset, long length) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new Response(200, Headers.none(), new ResponseBody.FileRange(channel, offset, length));
  }
}
