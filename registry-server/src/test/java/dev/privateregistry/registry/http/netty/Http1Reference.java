package dev.privateregistry.registry.http.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** RFC 9112 as regular expressions: slow, and easy to compare with the text of the RFC. */
final class Http1Reference {
  private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
  private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*+";
  private static final Pattern EMPTY_LINES = Pattern.compile("(?:\\r\\n)*+");
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + "++) ([\\x21\\x22\\x24-\\x7e]++) HTTP/1\\.([01])\\r\\n");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "{1,255}+):(" + VALUE + ")\\r\\n");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9\\-._~!$&'()*+,;=:\\[\\]%]*");
  private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://([^/?]*)(.*)");

  private static final Pattern CHUNK =
      Pattern.compile("([0-9A-Fa-f]{1,15}+)(?:;" + VALUE + ")?+\\r\\n");
  private static final Pattern TRAILERS =
      Pattern.compile("(?:" + TOKEN + VALUE + "\\r\\n)*+\\r\\n");

  private Http1Reference() {}

  /** What a head says. */
  record Head(String method, String target, String authority, long bodyLength, boolean keepAlive) {}

  /** A body and how many bytes of the input it took. */
  record Body(String content, int length) {}

  private record Field(String name, String value) {}

  /** The head at the beginning, or null when none is there that this server accepts. */
  static @Nullable Head head(String text) {
    Matcher line = REQUEST_LINE.matcher(text);
    Matcher empty = EMPTY_LINES.matcher(text);
    int start = empty.lookingAt() ? empty.end() : 0;
    if (!line.region(start, text.length()).lookingAt() || line.group(2).length() > 16 * 1024) {
      return null;
    }
    List<Field> fields = fields(text, line.end());
    return fields == null ? null : head(line, fields);
  }

  private static @Nullable List<Field> fields(String text, int start) {
    List<Field> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(text);
    int at = start;
    while (field.region(at, text.length()).lookingAt()) {
      String value = field.group(2).replaceAll("^[ \\t]+|[ \\t]+$", "");
      fields.add(new Field(field.group(1).toLowerCase(Locale.ROOT), value));
      at = field.end();
    }
    return text.startsWith("\r\n", at) && fields.size() <= 128 ? fields : null;
  }

  private static @Nullable Head head(Matcher line, List<Field> fields) {
    boolean current = line.group(3).equals("1");
    List<String> hosts = values(fields, "host");
    List<String> lengths = values(fields, "content-length");
    List<String> codings = values(fields, "transfer-encoding");
    boolean sound =
        hosts.size() <= 1
            && (hosts.size() == 1 || !current)
            && hosts.stream().allMatch(host -> HOST.matcher(host).matches())
            && lengths.size() + codings.size() <= 1
            && lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"))
            && codings.stream().allMatch(coding -> current && coding.equalsIgnoreCase("chunked"))
            && values(fields, "expect").stream().allMatch("100-continue"::equalsIgnoreCase);
    Target target = target(line.group(1), line.group(2), hosts.isEmpty() ? "" : hosts.getFirst());
    if (!sound || target == null) {
      return null;
    }
    long length = codings.isEmpty() ? 0 : Http1Head.CHUNKED;
    return new Head(
        line.group(1),
        target.path,
        target.authority,
        lengths.isEmpty() ? length : Long.parseLong(lengths.getFirst()),
        !hasOption(fields, "close") && (current || hasOption(fields, "keep-alive")));
  }

  private record Target(String path, String authority) {}

  private static @Nullable Target target(String method, String target, String host) {
    if (target.startsWith("/")) {
      return new Target(withoutEmptyQuery(target), host);
    }
    if (target.equals("*") && method.equals("OPTIONS")) {
      return new Target("/", host);
    }
    Matcher absolute = ABSOLUTE.matcher(target);
    if (!absolute.matches() || !HOST.matcher(absolute.group(1)).matches()) {
      return null;
    }
    String path = absolute.group(2);
    return new Target(
        withoutEmptyQuery(path.startsWith("/") ? path : "/" + path), absolute.group(1));
  }

  private static String withoutEmptyQuery(String target) {
    return target.indexOf('?') == target.length() - 1
        ? target.substring(0, target.length() - 1)
        : target;
  }

  private static List<String> values(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).toList();
  }

  private static boolean hasOption(List<Field> fields, String option) {
    for (String value : values(fields, "connection")) {
      for (String word : value.split(",")) {
        if (word.strip().equalsIgnoreCase(option)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The body in chunked coding at the beginning, or null when none is there. */
  static @Nullable Body chunked(String text) {
    StringBuilder content = new StringBuilder();
    Matcher chunk = CHUNK.matcher(text);
    int at = 0;
    while (chunk.region(at, text.length()).lookingAt()) {
      long size = Long.parseLong(chunk.group(1), 16);
      if (size == 0) {
        Matcher trailers = TRAILERS.matcher(text).region(chunk.end(), text.length());
        return trailers.lookingAt() ? new Body(content.toString(), trailers.end()) : null;
      }
      long end = chunk.end() + size;
      if (end > text.length() || !text.startsWith("\r\n", (int) end)) {
        return null;
      }
      content.append(text, chunk.end(), (int) end);
      at = (int) end + 2;
    }
    return null;
  }
}
