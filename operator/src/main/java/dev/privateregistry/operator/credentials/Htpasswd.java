package dev.privateregistry.operator.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An htpasswd file. A user may have several lines: the registry accepts the password of each.
 *
 * @param lines in the order of the file
 */
public record Htpasswd(List<Line> lines) {

  public Htpasswd {
    lines = List.copyOf(lines);
  }

  /** One accepted password of a user. */
  public record Line(String user, String hash) {}

  /** Reads the lines that can be read; others are left out. */
  public static Htpasswd parse(String text) {
    return new Htpasswd(
        text.lines()
            .filter(line -> line.indexOf(':') > 0 && !line.startsWith("#"))
            .map(line -> line.split(":", 2))
            .map(parts -> new Line(parts[0], parts[1].strip()))
            .toList());
  }

  /** The hashes of a user, in the order of the file. */
  public List<String> hashes(String user) {
    return lines.stream().filter(line -> line.user().equals(user)).map(Line::hash).toList();
  }

  /** The content of the file. */
  public String text() {
    return lines.stream()
        .map(line -> line.user() + ":" + line.hash() + "\n")
        .collect(Collectors.joining());
  }

  /** SHA-256 of the content in hexadecimal: what a registry reports that has loaded it. */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
