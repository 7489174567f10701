package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import java.util.HexFormat;

/** A set of SHA-256 digests, at most 64 bytes each: millions of them fit into a small heap. */
final class Marks {
  private static final int WORDS = 4;
  private static final int WORD_DIGITS = 16;

  /** Slots of four words, the place of a digest depending on its first; all zero is free. */
  private long[] slots = new long[WORDS * 1024];

  private int size;

  int size() {
    return size;
  }

  /**
   * Adds a digest.
   *
   * @return whether it was not there before
   */
  boolean add(Digest digest) {
    if (size >= slots.length / WORDS / 2) {
      grow();
    }
    long[] words = words(digest);
    int slot = find(slots, words);
    if (isAt(slots, slot, words)) {
      return false;
    }
    System.arraycopy(words, 0, slots, slot, WORDS);
    size++;
    return true;
  }

  boolean contains(Digest digest) {
    long[] words = words(digest);
    return isAt(slots, find(slots, words), words);
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int slot = 0; slot < slots.length; slot += WORDS) {
      long[] words = new long[WORDS];
      System.arraycopy(slots, slot, words, 0, WORDS);
      if (!isFree(slots, slot)) {
        System.arraycopy(words, 0, larger, find(larger, words), WORDS);
      }
    }
    slots = larger;
  }

  /** The slot that holds these words, else the free one where they belong. */
  private static int find(long[] slots, long[] words) {
    int slot = (int) Long.remainderUnsigned(words[0], slots.length / WORDS) * WORDS;
    while (!isFree(slots, slot) && !isAt(slots, slot, words)) {
      slot = (slot + WORDS) % slots.length;
    }
    return slot;
  }

  private static boolean isFree(long[] slots, int slot) {
    return (slots[slot] | slots[slot + 1] | slots[slot + 2] | slots[slot + 3]) == 0;
  }

  private static boolean isAt(long[] slots, int slot, long[] words) {
    for (int i = 0; i < WORDS; i++) {
      if (slots[slot + i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  private static long[] words(Digest digest) {
    if (digest.algorithm() != Algorithm.SHA256) {
      throw new IllegalArgumentException("not a SHA-256: " + digest);
    }
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      int start = i * WORD_DIGITS;
      words[i] = HexFormat.fromHexDigitsToLong(digest.hex(), start, start + WORD_DIGITS);
    }
    return words;
  }
}
