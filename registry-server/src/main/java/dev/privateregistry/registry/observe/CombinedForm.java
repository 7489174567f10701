package dev.privateregistry.registry.observe;

import java.time.ZoneId;

/** Apache's combined form. */
public final class CombinedForm implements AccessForm {
  private final AccessTime time;

  /** With times in this zone. */
  public CombinedForm(ZoneId zone) {
    this.time = new AccessTime(zone);
  }

  @Override
  public void append(StringBuilder text, AccessLine line) {
    text.append(line.host()).append(" - ");
    appendEscaped(text, line.user().isEmpty() ? "-" : line.user());
    text.append(" [").append(time.format(line.millis())).append("] \"");
    AccessLine.Target target = line.target();
    if (target.isKnown()) {
      appendEscaped(text, target.method());
      text.append(' ');
      appendEscaped(text, target.shown());
      text.append(' ').append(target.protocol());
    } else {
      text.append('-');
    }
    text.append("\" ").append(line.result().status()).append(' ').append(line.result().bytes());
    text.append(" \"");
    appendEscaped(text, line.referer() == null ? "-" : line.referer());
    text.append("\" \"");
    appendEscaped(text, line.userAgent() == null ? "-" : line.userAgent());
    text.append('"');
  }

  /** What a client sends cannot end a field or a line. */
  private static void appendEscaped(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        text.append("\\x").append(hex(c >> 4)).append(hex(c & 15));
      } else {
        text.append(c);
      }
    }
  }

  private static char hex(int digit) {
    return "0123456789abcdef".charAt(digit);
  }
}
