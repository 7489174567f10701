package dev.privateregistry.operator.decide.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects by slot. Immutable, and quick to compare: states are compared all the time. */
final class Slots {

  static final Slots EMPTY = new Slots(Map.of());

  private final Map<String, Stored> bySlot;
  private final int hash;

  private Slots(Map<String, Stored> bySlot) {
    this.bySlot = bySlot;
    this.hash = bySlot.hashCode();
  }

  @Nullable Stored get(String slot) {
    return bySlot.get(slot);
  }

  Set<String> names() {
    return bySlot.keySet();
  }

  Iterable<Stored> all() {
    return bySlot.values();
  }

  /** The same objects, but for one slot: it holds another one, or nothing. */
  Slots with(String slot, @Nullable Stored stored) {
    Map<String, Stored> changed = new HashMap<>(bySlot);
    if (stored == null) {
      changed.remove(slot);
    } else {
      changed.put(slot, stored);
    }
    return new Slots(changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Slots slots && hash == slots.hash && bySlot.equals(slots.bySlot));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return bySlot.values().toString();
  }
}
