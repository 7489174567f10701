package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.util.Locale;

/** Which fields of an answer are the transport's own, and how long the answer says it is. */
final class AnswerFields {
  static final long NO_LENGTH = -1;

  private AnswerFields() {}

  /** Whether the transport writes this field itself, so that the handler's is left out. */
  static boolean isTransports(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("Date");
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> isHopByHop(name.toLowerCase(Locale.ROOT));
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  private static boolean isHopByHop(String name) {
    return name.equals("connection") || name.equals("keep-alive");
  }

  /** Whether a body may follow a head with this status, RFC 9112 section 6.3. */
  static boolean allowsBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }

  /**
   * The Content-Length to send. A head without its body (HEAD, 304) carries what the handler
   * declared; wherever the body follows, its own length counts.
   */
  static long contentLength(Response response, boolean isHead, long declared) {
    int status = response.status();
    if (status == 304) {
      return declared;
    }
    if (!allowsBody(status)) {
      return NO_LENGTH;
    }
    return isHead && declared >= 0 ? declared : response.body().length();
  }

  /** The Content-Length among the fields, or {@link #NO_LENGTH}. */
  static long declaredLength(Headers headers) {
    String value = headers.first("Content-Length");
    if (value == null) {
      return NO_LENGTH;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notALength) {
      return NO_LENGTH;
    }
  }
}
