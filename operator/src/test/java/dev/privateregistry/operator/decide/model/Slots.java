package dev.privateregistry.operator.decide.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Objects by slot. Immutable, small, and quick to compare: there are very many, and states are
 * compared all the time. Each object of a content is there once ({@link Stored}), so it is compared
 * by identity.
 */
final class Slots {

  static final Slots EMPTY = new Slots(new Stored[0]);

  /** In the order of their slots. */
  private final Stored[] objects;

  private final int hash;

  private Slots(Stored[] objects) {
    this.objects = objects;
    this.hash = Arrays.hashCode(objects);
  }

  @Nullable Stored get(String slot) {
    for (Stored object : objects) {
      if (object.slot().equals(slot)) {
        return object;
      }
    }
    return null;
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Stored object : objects) {
      names.add(object.slot());
    }
    return names;
  }

  List<Stored> all() {
    return List.of(objects);
  }

  /** The same objects, but for one slot: it holds another one, or nothing. */
  Slots with(String slot, @Nullable Stored stored) {
    List<Stored> changed = new ArrayList<>(objects.length + 1);
    for (Stored object : objects) {
      if (!object.slot().equals(slot)) {
        changed.add(object);
      }
    }
    if (stored != null) {
      changed.add(stored);
    }
    changed.sort(Comparator.comparing(Stored::slot));
    return new Slots(changed.toArray(Stored[]::new));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Slots slots
            && hash == slots.hash
            && Arrays.equals(objects, slots.objects));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(objects);
  }
}
