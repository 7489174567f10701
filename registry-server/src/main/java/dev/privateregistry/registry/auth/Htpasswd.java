package dev.privateregistry.registry.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The users of an htpasswd file. A user may have several lines, and the password of each is
 * accepted: that is how a password is replaced without a moment in which neither works.
 *
 * @param notes lines that were left out, and why
 */
public record Htpasswd(Map<String, List<BcryptHash>> users, List<String> notes) {
  private static final int COMMON_COST = 10;

  public Htpasswd {
    users = Map.copyOf(users);
    notes = List.copyOf(notes);
  }

  /**
   * Reads the content of a file.
   *
   * @throws IllegalArgumentException when a line is malformed, or none of the lines can be used
   */
  public static Htpasswd parse(byte[] content) {
    Map<String, List<BcryptHash>> users = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    int number = 0;
    for (String line : decode(content).split("\n", -1)) {
      number++;
      String entry = line.strip();
      if (entry.isEmpty() || entry.startsWith("#")) {
        continue;
      }
      int colon = entry.indexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException(
            "line " + number + " is not USER:HASH; make it with: registry-server htpasswd USER");
      }
      String user = entry.substring(0, colon);
      try {
        BcryptHash hash = new BcryptHash(entry.substring(colon + 1));
        users.computeIfAbsent(user, name -> new ArrayList<>()).add(hash);
      } catch (IllegalArgumentException e) {
        notes.add(describe(number, user, entry.substring(colon + 1), e));
      }
    }
    if (users.isEmpty() && !notes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", notes));
    }
    users.replaceAll((user, hashes) -> List.copyOf(hashes));
    return new Htpasswd(users, notes);
  }

  boolean holds(String user, BcryptHash hash) {
    return hashes(user).contains(hash);
  }

  List<BcryptHash> hashes(String user) {
    List<BcryptHash> hashes = users.get(user);
    return hashes == null ? List.of() : hashes;
  }

  /** The most lines that one user has. */
  int mostLines() {
    return users.values().stream().mapToInt(List::size).max().orElse(1);
  }

  /** The greatest cost in the file. */
  int greatestCost() {
    return users.values().stream()
        .flatMap(List::stream)
        .mapToInt(BcryptHash::cost)
        .max()
        .orElse(COMMON_COST);
  }

  private static String decode(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the file is not UTF-8 text", e);
    }
  }

  private static String describe(
      int number, String user, String hash, IllegalArgumentException problem) {
    String kind;
    if (hash.startsWith("$2")) {
      kind = String.valueOf(problem.getMessage());
    } else if (hash.startsWith("$apr1$")) {
      kind = "MD5 (apr1) is not accepted, only bcrypt";
    } else if (hash.startsWith("{SHA}")) {
      kind = "SHA-1 is not accepted, only bcrypt";
    } else {
      kind = "this kind of hash is not accepted, only bcrypt";
    }
    return "line %d, user %s: %s; make it anew with: registry-server htpasswd %s"
        .formatted(number, user, kind, user);
  }
}
