package dev.privateregistry.operator.decide.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers states, in the order in which they are met. Of a state only the numbers of its parts are
 * kept, and each part once: there are millions of states, made of few parts.
 */
final class StateTable {

  private static final int PARTS = 9;
  private static final int ABSENT = -1;

  private final Numbers<Object> parts = new Numbers<>();
  private int[] states = new int[PARTS * 1024];
  private int[] index = filled(4096);
  private int size;

  /** The number of a state; {@code ~number} when it is new and was given that number just now. */
  int put(Cluster cluster) {
    int[] key = pack(cluster);
    int at = place(index, states, key);
    if (index[at] != ABSENT) {
      return index[at];
    }
    if ((size + 1) * PARTS > states.length) {
      states = Arrays.copyOf(states, states.length * 2);
    }
    System.arraycopy(key, 0, states, size * PARTS, PARTS);
    index[at] = size++;
    if (size * 2 > index.length) {
      grow();
    }
    return ~(size - 1);
  }

  boolean contains(Cluster cluster) {
    return index[place(index, states, pack(cluster))] != ABSENT;
  }

  int size() {
    return size;
  }

  /** The state of a number. */
  Cluster get(int number) {
    int at = number * PARTS;
    @SuppressWarnings("unchecked")
    java.util.Set<Cluster.Window> known = (java.util.Set<Cluster.Window>) part(at + 6);
    @SuppressWarnings("unchecked")
    List<Cluster.Pod> pods = (List<Cluster.Pod>) part(at + 2);
    return new Cluster(
        (Slots) part(at),
        (Slots) part(at + 1),
        pods,
        (Cluster.Wish) part(at + 3),
        (Cluster.Wish) part(at + 4),
        (Cluster.Budget) part(at + 5),
        known,
        states[at + 7],
        states[at + 8]);
  }

  private Object part(int at) {
    return parts.get(states[at]);
  }

  private int[] pack(Cluster cluster) {
    return new int[] {
      parts.of(cluster.objects()),
      parts.of(cluster.before()),
      parts.of(cluster.pods()),
      parts.of(cluster.wish()),
      parts.of(cluster.wishBefore()),
      parts.of(cluster.budget()),
      parts.of(cluster.known()),
      cluster.now(),
      cluster.draws()
    };
  }

  private static int place(int[] index, int[] states, int[] key) {
    int at = spread(Arrays.hashCode(key)) & (index.length - 1);
    while (index[at] != ABSENT && !matches(states, index[at], key)) {
      at = (at + 1) & (index.length - 1);
    }
    return at;
  }

  private static boolean matches(int[] states, int number, int[] key) {
    int at = number * PARTS;
    return Arrays.equals(states, at, at + PARTS, key, 0, PARTS);
  }

  private void grow() {
    index = filled(index.length * 2);
    for (int number = 0; number < size; number++) {
      int[] key = Arrays.copyOfRange(states, number * PARTS, (number + 1) * PARTS);
      index[place(index, states, key)] = number;
    }
  }

  private static int[] filled(int length) {
    int[] empty = new int[length];
    Arrays.fill(empty, ABSENT);
    return empty;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  /** Gives equal values one number. */
  static final class Numbers<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    int of(T value) {
      Integer known = numbers.get(value);
      if (known != null) {
        return known;
      }
      numbers.put(value, values.size());
      values.add(value);
      return values.size() - 1;
    }

    T get(int number) {
      return values.get(number);
    }
  }
}
