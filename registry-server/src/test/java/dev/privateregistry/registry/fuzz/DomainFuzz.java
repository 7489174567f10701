package dev.privateregistry.registry.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.ByteRange;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.domain.Reference;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.RepositoryPattern;
import dev.privateregistry.registry.domain.Tag;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names, digests, ranges and media types against the words of their specifications. */
final class DomainFuzz {
  /** OCI distribution spec, Pulling manifests. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  /** RFC 9110 sections 14.1.1 and 14.2: one range of bytes; no other control characters arrive. */
  private static final Pattern RANGE =
      Pattern.compile(
          "(?i:bytes)=[\\x00-\\x20]*([0-9]*)[\\x00-\\x20]*-[\\x00-\\x20]*([0-9]*)[\\x00-\\x20]*");

  /** RFC 6838 section 4.2. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");

  private DomainFuzz() {}

  static void names(byte[] input) {
    String text = new String(input, UTF_8);
    RepositoryName name = RepositoryName.tryParse(text);
    assertEquals(text.length() <= 255 && NAME.matcher(text).matches(), name != null);
    assertEquals(text, name == null ? text : name.toString());
    Tag tag = Tag.tryParse(text);
    assertEquals(TAG.matcher(text).matches(), tag != null);
    assertEquals(text, tag == null ? text : tag.toString());
    Reference reference = Reference.tryParse(text);
    assertEquals(tag != null || DIGEST.matcher(text).matches(), reference != null);
  }

  static void digest(byte[] input) {
    String text = new String(input, UTF_8);
    Digest digest = Digest.tryParse(text);
    assertEquals(DIGEST.matcher(text).matches(), digest != null);
    if (digest != null) {
      assertEquals(text, digest.toString());
      assertEquals(digest, Digest.parse(digest.toString()));
    }
  }

  /** The first line is a pattern, the second a name. */
  static void pattern(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", 2);
    RepositoryPattern pattern;
    try {
      pattern = RepositoryPattern.parse(lines[0]);
    } catch (IllegalArgumentException refused) {
      return;
    }
    assertEquals(lines[0], pattern.toString());
    String name = lines[lines.length - 1];
    if (lines[0].length() <= 40 && name.length() <= 40 && RepositoryName.tryParse(name) != null) {
      assertEquals(name.matches(expression(lines[0])), pattern.matches(name));
    }
  }

  /** A pattern as a regular expression. */
  private static String expression(String pattern) {
    String[] components = pattern.split("/");
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < components.length; i++) {
      boolean last = i == components.length - 1;
      if (components[i].equals("**")) {
        expression.append(last ? "(?:[^/]+/)*[^/]+" : "(?:[^/]+/)*");
      } else {
        expression.append(components[i].replace(".", "\\.").replace("*", "[^/]*"));
        expression.append(last ? "" : "/");
      }
    }
    return expression.toString();
  }

  /** The first line is the size, the rest the field. */
  static void range(byte[] input) {
    String[] parts = new String(input, UTF_8).split("\n", 2);
    long size = parts[0].matches("[0-9]{1,15}") ? Long.parseLong(parts[0]) : input.length;
    String field = parts.length == 2 ? parts[1] : parts[0];
    ByteRange range = ByteRange.of(field, size);
    Matcher one = RANGE.matcher(field);
    boolean understood = one.matches() && !(one.group(1).isEmpty() && one.group(2).isEmpty());
    switch (range) {
      case ByteRange.Whole whole -> {}
      case ByteRange.Unsatisfiable none -> assertTrue(understood, "416 to what is no range");
      case ByteRange.Part part -> {
        assertTrue(understood, "a part of what is no range");
        assertEquals(expected(one, BigInteger.valueOf(size)), part);
      }
    }
    if (understood && size > 0 && one.group(1).equals("0")) {
      assertTrue(range instanceof ByteRange.Part, "a range from 0 is always satisfiable");
    }
  }

  private static ByteRange expected(Matcher range, BigInteger size) {
    BigInteger end = size.subtract(BigInteger.ONE);
    if (range.group(1).isEmpty()) {
      BigInteger length = new BigInteger(range.group(2)).min(size);
      return new ByteRange.Part(size.subtract(length).longValueExact(), length.longValueExact());
    }
    BigInteger first = new BigInteger(range.group(1));
    BigInteger last = range.group(2).isEmpty() ? end : new BigInteger(range.group(2)).min(end);
    return new ByteRange.Part(
        first.longValueExact(), last.subtract(first).add(BigInteger.ONE).longValueExact());
  }

  static void mediaType(byte[] input) {
    String text = new String(input, UTF_8);
    MediaType type = MediaType.tryParse(text);
    if (type != null) {
      assertTrue(MEDIA_TYPE.matcher(type.value()).matches(), type.value());
      assertEquals(type, MediaType.tryParse(type.value()));
      assertEquals(type, MediaType.tryParse(type.value() + "; charset=utf-8"));
    } else if (MEDIA_TYPE.matcher(text).matches() && text.length() <= 255) {
      assertNotNull(type, text);
    }
  }
}
