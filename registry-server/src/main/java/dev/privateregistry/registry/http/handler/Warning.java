package dev.privateregistry.registry.http.handler;

/**
 * The value of a Warning field (OCI distribution spec, Warnings): something a user may like to
 * know.
 */
record Warning(String text) {
  private static final int MAX_BYTES = 4096;
  private static final String START = "299 - \"";

  /** As sent: without a date, characters that would end the text escaped, not too long. */
  String value() {
    StringBuilder value = new StringBuilder(START);
    for (int i = 0; i < text.length() && value.length() < MAX_BYTES - 3; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        value.append('\\');
      }
      value.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return value.append('"').toString();
  }
}
