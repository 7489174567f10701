package dev.privateregistry.local.kube.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/** The string formats that an API server checks. Others are accepted as they are. */
public final class Formats {
  private static final Pattern DURATION =
      Pattern.compile("[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d|w))+)");
  private static final Pattern HOSTNAME =
      Pattern.compile(
          "(?=.{1,255}$)[0-9A-Za-z](?:(?:[0-9A-Za-z]|-){0,61}[0-9A-Za-z])?"
              + "(?:\\.[0-9A-Za-z](?:(?:[0-9A-Za-z]|-){0,61}[0-9A-Za-z])?)*\\.?");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+");
  private static final Pattern OCTETS =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Formats() {}

  public static boolean valid(String format, String value) {
    return switch (format) {
      case "date-time" -> parses(() -> OffsetDateTime.parse(value));
      case "date" -> parses(() -> LocalDate.parse(value));
      case "duration" -> DURATION.matcher(value).matches();
      case "hostname" -> HOSTNAME.matcher(value).matches();
      case "email" -> EMAIL.matcher(value).matches();
      case "ipv4" -> ipv4(value);
      case "ipv6" -> ipv6(value);
      case "cidr" -> cidr(value);
      case "uri" -> uri(value);
      case "byte" -> base64(value);
      case "uuid", "uuid3", "uuid4", "uuid5" -> uuid(value);
      default -> true;
    };
  }

  public static boolean ip(String value) {
    return ipv4(value) || ipv6(value);
  }

  public static boolean cidr(String value) {
    int slash = value.indexOf('/');
    if (slash < 0 || !value.substring(slash + 1).matches("[0-9]{1,3}")) {
      return false;
    }
    int bits = Integer.parseInt(value.substring(slash + 1));
    String address = value.substring(0, slash);
    return (ipv4(address) && bits <= 32) || (ipv6(address) && bits <= 128);
  }

  private static boolean ipv4(String value) {
    return OCTETS.matcher(value).matches();
  }

  private static boolean ipv6(String value) {
    if (!HEX.matcher(value).matches() || value.contains(":::")) {
      return false;
    }
    boolean shortened = value.contains("::");
    if (shortened && value.indexOf("::") != value.lastIndexOf("::")) {
      return false;
    }
    int groups = 0;
    for (String group : value.split(":")) {
      if (group.contains(".")) {
        groups += ipv4(group) ? 2 : 9;
      } else if (!group.isEmpty()) {
        groups += group.length() <= 4 ? 1 : 9;
      }
    }
    return shortened ? groups < 8 : groups == 8 && !value.endsWith(":") && !value.startsWith(":");
  }

  private static boolean uri(String value) {
    try {
      return new URI(value).isAbsolute() || value.startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Standard base64 with padding. */
  public static boolean base64(String value) {
    try {
      Base64.getDecoder().decode(value);
      return value.length() % 4 == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean uuid(String value) {
    try {
      UUID.fromString(value);
      return value.length() == 36;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean parses(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
