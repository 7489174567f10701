package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.router.Query;
import java.util.Map;

/** The parameter {@code n} of lists: how many entries a client wants at most. */
final class PageSize {
  private static final int MAX_SHOWN = 32;
  private static final int MAX_DIGITS = 18;

  private PageSize() {}

  /**
   * The parameter n, clamped to an int, or the default when there is none.
   *
   * @throws RegistryException PAGINATION_NUMBER_INVALID
   */
  static int asked(Query query, int otherwise) {
    String text = query.first("n");
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (!isNumber(text)) {
      throw invalid(text.substring(0, Math.min(text.length(), MAX_SHOWN)));
    }
    return text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
  }

  /** Whether there is a parameter n that {@link #asked} takes, of a size that anybody counts to. */
  static boolean isNumber(Query query) {
    String text = query.first("n");
    return text != null && isNumber(text) && text.length() <= MAX_DIGITS;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * @param n the number, or the text that is none
   */
  static RegistryException invalid(Object n) {
    return new RegistryException(ErrorCode.PAGINATION_NUMBER_INVALID, Map.of("n", n));
  }
}
