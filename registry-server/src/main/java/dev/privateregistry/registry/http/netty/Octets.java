package dev.privateregistry.registry.http.netty;

/** The character classes of RFC 9110 and RFC 3986 that a request head is checked against. */
final class Octets {
  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte HOST = 8;

  private static final byte[] CLASSES = classes();

  private Octets() {}

  /** RFC 9110 section 5.6.2, tchar. */
  static boolean isToken(byte octet) {
    return (CLASSES[octet & 0xff] & TOKEN) != 0;
  }

  /** RFC 9110 section 5.5: visible characters, obs-text, space and tab; no control character. */
  static boolean isFieldValue(byte octet) {
    return (CLASSES[octet & 0xff] & VALUE) != 0;
  }

  /** Visible ASCII, but for the fragment's {@code #}. */
  static boolean isTarget(byte octet) {
    return (CLASSES[octet & 0xff] & TARGET) != 0;
  }

  /** What host and port may consist of, RFC 3986 section 3.2.2, without user information. */
  static boolean isHost(char c) {
    return c < 128 && (CLASSES[c] & HOST) != 0;
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int c = 0; c < 256; c++) {
      boolean visible = c > 0x20 && c < 0x7f;
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      classes[c] |= alphanumeric || among(c, "!#$%&'*+-.^_`|~") ? TOKEN : 0;
      classes[c] |= c == '\t' || c == ' ' || visible || c >= 0x80 ? VALUE : 0;
      classes[c] |= visible && c != '#' ? TARGET : 0;
      classes[c] |= alphanumeric || among(c, "-._~!$&'()*+,;=:[]%") ? HOST : 0;
    }
    return classes;
  }

  private static boolean among(int c, String characters) {
    return characters.indexOf(c) >= 0;
  }
}
