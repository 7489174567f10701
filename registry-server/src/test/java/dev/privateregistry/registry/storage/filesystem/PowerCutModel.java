package dev.privateregistry.registry.storage.filesystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the medium may hold after a power cut. It is weaker than the journaling file systems in use
 * promise, so that nothing depends on one of them:
 *
 * <ul>
 *   <li>A file's bytes are certain once the file was forced. Those written since may be there, be
 *       missing, be there in part, or be zeros or other bytes of the right length.
 *   <li>A change of a folder's entries (a new file or folder, a rename, a removal) is certain once
 *       that folder was forced; forcing a file does not make its name certain, nor does forcing a
 *       folder make its own name certain. Any selection of the other changes may have taken place,
 *       also a later one without an earlier one; changes of one name keep their order.
 *   <li>A rename is one step, also from one folder to another: it is certain once the target's
 *       folder was forced.
 * </ul>
 */
final class PowerCutModel {
  private static final int LATEST = 12;

  private final Folder root = new Folder();
  private final List<Change> pending = new ArrayList<>();
  private int changes;

  private sealed interface Node {}

  private static final class File implements Node {
    private byte[] certain = new byte[0];
    private byte[] current = new byte[0];
  }

  private static final class Folder implements Node {
    private final Map<String, Node> certain = new TreeMap<>();
    private final Map<String, Node> current = new TreeMap<>();
  }

  private record Edit(Folder folder, String name, @Nullable Node node) {
    void apply(Map<String, Node> entries) {
      if (node == null) {
        entries.remove(name);
      } else {
        entries.put(name, node);
      }
    }

    boolean isOfSameName(Edit other) {
      return folder == other.folder && name.equals(other.name);
    }
  }

  /** Edits that take place together; certain when the folder is forced. */
  private record Change(int number, Folder decisive, List<Edit> edits) {}

  /** What becomes of bytes that were not forced. */
  enum Loss {
    NONE,
    ALL,
    HALF,
    ZEROS,
    GARBAGE;

    private byte[] applyTo(File file) {
      int kept = Arrays.mismatch(file.certain, file.current);
      if (kept < 0) {
        return file.current;
      }
      int unsure = file.current.length - kept;
      return switch (this) {
        case NONE -> file.current;
        case ALL -> file.certain;
        case HALF -> Arrays.copyOf(file.current, kept + unsure / 2);
        case ZEROS -> Arrays.copyOf(Arrays.copyOf(file.current, kept), file.current.length);
        case GARBAGE -> {
          byte[] bytes = file.current.clone();
          for (int i = kept + unsure / 2; i < bytes.length; i++) {
            bytes[i] ^= (byte) 0x5a;
          }
          yield bytes;
        }
      };
    }
  }

  /** Plays one more event of a log. */
  void play(DiskEvent event) {
    switch (event) {
      case DiskEvent.FileCreated(Path path) -> change(path, new File());
      case DiskEvent.FolderCreated(Path path) -> change(path, new Folder());
      case DiskEvent.Deleted(Path path) -> change(path, null);
      case DiskEvent.Written(Path path, long offset, byte[] bytes) -> {
        File file = file(path);
        file.current = Arrays.copyOf(file.current, (int) offset + bytes.length);
        System.arraycopy(bytes, 0, file.current, (int) offset, bytes.length);
      }
      case DiskEvent.Cut(Path path, long size) ->
          file(path).current = Arrays.copyOf(file(path).current, (int) size);
      case DiskEvent.FileForced(Path path) -> file(path).certain = file(path).current;
      case DiskEvent.FolderForced(Path path) -> force(folder(path));
      case DiskEvent.Renamed(Path from, Path to) -> rename(from, to);
      case DiskEvent.Said(String what, Runnable replayed) -> replayed.run();
    }
  }

  private void change(Path path, @Nullable Node node) {
    Folder folder = folder(path.getParent());
    Edit edit = new Edit(folder, path.getFileName().toString(), node);
    edit.apply(folder.current);
    pending.add(new Change(changes++, folder, new ArrayList<>(List.of(edit))));
  }

  private void rename(Path from, Path to) {
    Folder source = folder(from.getParent());
    Folder target = folder(to.getParent());
    Edit gone = new Edit(source, from.getFileName().toString(), null);
    Edit come = new Edit(target, to.getFileName().toString(), file(from));
    gone.apply(source.current);
    come.apply(target.current);
    pending.add(new Change(changes++, target, new ArrayList<>(List.of(gone, come))));
  }

  private void force(Folder folder) {
    List<Change> certain = new ArrayList<>();
    for (Iterator<Change> changes = pending.iterator(); changes.hasNext(); ) {
      Change change = changes.next();
      if (change.decisive() == folder) {
        changes.remove();
        certain.add(change);
      }
    }
    for (Change change : certain) {
      change.edits().forEach(edit -> edit.apply(edit.folder().certain));
      dropOlder(change);
    }
  }

  /** A change that is certain makes those of the same name before it immaterial. */
  private void dropOlder(Change certain) {
    for (Change change : pending) {
      if (change.number() < certain.number()) {
        change.edits().removeIf(old -> certain.edits().stream().anyMatch(old::isOfSameName));
      }
    }
    pending.removeIf(change -> change.edits().isEmpty());
  }

  private Node node(@Nullable Path path) {
    Node node = root;
    if (path == null || path.toString().isEmpty()) {
      return node;
    }
    for (Path name : path) {
      Node next = node instanceof Folder folder ? folder.current.get(name.toString()) : null;
      if (next == null) {
        throw new IllegalStateException("the log has nothing at " + path);
      }
      node = next;
    }
    return node;
  }

  private Folder folder(@Nullable Path path) {
    return (Folder) node(path);
  }

  private File file(Path path) {
    return (File) node(path);
  }

  /**
   * Shows what the medium may hold if the power is cut now: everything and nothing of what is not
   * certain, each of the latest changes missing, alone and as the last one, and a random choice.
   *
   * @param random how many random states
   */
  void showStates(int random, Random source, Consumer<DiskState> shown) {
    int count = pending.size();
    for (Loss loss : Loss.values()) {
      shown.accept(state(all(count), file -> loss));
      shown.accept(state(new BitSet(), file -> loss));
    }
    for (int i = Math.max(0, count - LATEST); i < count; i++) {
      BitSet before = all(i);
      BitSet others = all(count);
      others.clear(i);
      BitSet alone = new BitSet();
      alone.set(i);
      for (Loss loss : List.of(Loss.NONE, Loss.ALL)) {
        shown.accept(state(before, file -> loss));
        shown.accept(state(others, file -> loss));
        shown.accept(state(alone, file -> loss));
      }
    }
    Loss[] losses = Loss.values();
    for (int i = 0; i < random; i++) {
      BitSet some = BitSet.valueOf(new long[] {source.nextLong(), source.nextLong()});
      shown.accept(state(some, file -> losses[source.nextInt(losses.length)]));
    }
  }

  private static BitSet all(int count) {
    BitSet bits = new BitSet();
    bits.set(0, count);
    return bits;
  }

  private DiskState state(BitSet chosen, Function<File, Loss> loss) {
    Map<Folder, Map<String, Node>> entries = new HashMap<>();
    for (int i = chosen.nextSetBit(0); i >= 0 && i < pending.size(); i = chosen.nextSetBit(i + 1)) {
      for (Edit edit : pending.get(i).edits()) {
        edit.apply(entries.computeIfAbsent(edit.folder(), f -> new TreeMap<>(f.certain)));
      }
    }
    DiskState state = new DiskState(new TreeSet<>(), new TreeMap<>());
    collect("", root, entries, loss, state);
    return state;
  }

  private static void collect(
      String path,
      Folder folder,
      Map<Folder, Map<String, Node>> entries,
      Function<File, Loss> loss,
      DiskState state) {
    entries
        .getOrDefault(folder, folder.certain)
        .forEach(
            (name, node) -> {
              String child = path.isEmpty() ? name : path + "/" + name;
              switch (node) {
                case File file -> state.files().put(child, loss.apply(file).applyTo(file));
                case Folder below -> {
                  state.folders().add(child);
                  collect(child, below, entries, loss, state);
                }
              }
            });
  }
}
