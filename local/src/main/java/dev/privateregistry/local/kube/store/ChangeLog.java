package dev.privateregistry.local.kube.store;

import java.util.ArrayList;
import java.util.List;

/** The latest changes in their order. Old ones go when there are too many. */
final class ChangeLog {
  private final int capacity;
  private final List<Change> changes = new ArrayList<>();
  private long forgotten;

  ChangeLog(int capacity, long start) {
    this.capacity = capacity;
    this.forgotten = start;
  }

  void add(Change change) {
    changes.add(change);
    if (changes.size() > 2 * capacity) {
      List<Change> old = changes.subList(0, capacity);
      forgotten = old.getLast().revision();
      old.clear();
    }
  }

  /** Whether every change after a revision is still here. */
  boolean covers(long revision) {
    return revision >= forgotten;
  }

  List<Change> after(long revision) {
    int low = 0;
    int high = changes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (changes.get(middle).revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return List.copyOf(changes.subList(low, changes.size()));
  }
}
