package dev.privateregistry.registry.http.netty;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Field lines as they came over HTTP/1.1; a value becomes a String when somebody asks for it. */
final class FieldBlock implements FieldLines {
  private static final int STRIDE = 3;

  private final byte[] bytes;
  private int[] offsets = new int[STRIDE * 12];
  private int size;

  FieldBlock(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Name from {@code name} to {@code colon}, value from {@code value} to {@code end}. */
  void add(int name, int colon, int value, int end) {
    int at = size * STRIDE;
    if (at == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * at);
    }
    offsets[at] = (name << 8) | (colon - name);
    offsets[at + 1] = value;
    offsets[at + 2] = end;
    size++;
  }

  int size() {
    return size;
  }

  @Override
  public @Nullable String first(String name) {
    for (int i = 0; i < size; i++) {
      if (isNamed(i, name)) {
        return value(i);
      }
    }
    return null;
  }

  @Override
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < size; i++) {
      if (isNamed(i, name)) {
        values.add(value(i));
      }
    }
    return values;
  }

  private String value(int i) {
    int from = offsets[i * STRIDE + 1];
    return new String(bytes, from, offsets[i * STRIDE + 2] - from, StandardCharsets.ISO_8859_1);
  }

  private boolean isNamed(int i, String name) {
    int start = offsets[i * STRIDE] >> 8;
    int length = offsets[i * STRIDE] & 0xff;
    if (length != name.length()) {
      return false;
    }
    for (int k = 0; k < length; k++) {
      if (lower(bytes[start + k]) != lower(name.charAt(k))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  }
}
