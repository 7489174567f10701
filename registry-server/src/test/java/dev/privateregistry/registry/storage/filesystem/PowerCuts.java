package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Cuts the power after every event of a recorded run, and opens what may be left each time. */
public final class PowerCuts {
  private static final int CONTEXT = 12;

  private final List<DiskEvent> log;
  private final Path root;
  private final Options options;
  private final Random random;
  private final Set<String> seen = new HashSet<>();
  private DiskState present = new DiskState(new TreeSet<>(), new TreeMap<>());
  private int promises;
  private long states;

  /**
   * How thorough to be.
   *
   * @param random how many random states after each event, beside the systematic ones
   * @param changing each how many states {@link Check#change} is called
   */
  public record Options(int random, int changing, long seed) {}

  /** What happened. */
  public record Result(int events, long states) {}

  /** Looks at the storage after a power cut. */
  public interface Check {
    /** Looks without changing anything; fails with an {@link AssertionError}. */
    void look(StorageDriver driver) throws IOException;

    /** Goes on working with it. */
    void change(StorageDriver driver) throws IOException;
  }

  /**
   * Prepares the replay of what a disk recorded.
   *
   * @param root an empty folder for the states
   */
  public PowerCuts(RecordedDisk recorded, Path root, Options options) {
    this.log = recorded.log();
    this.root = root;
    this.options = options;
    this.random = new Random(options.seed());
  }

  /** Replays everything. */
  public Result replay(Check check) {
    PowerCutModel model = new PowerCutModel();
    for (int i = 0; i < log.size(); i++) {
      model.play(log.get(i));
      if (log.get(i) instanceof DiskEvent.Said) {
        promises++;
      }
      int event = i;
      model.showStates(options.random(), random, state -> examine(state, event, check));
    }
    return new Result(log.size(), states);
  }

  private void examine(DiskState state, int event, Check check) {
    if (!seen.add(promises + " " + state.fingerprint())) {
      return;
    }
    states++;
    try {
      state.replace(present, root);
      present = state;
      check.look(UnforcedDisk.driver(root));
      if (states % options.changing() == 0) {
        check.change(UnforcedDisk.driver(root));
        clear();
      }
    } catch (AssertionError e) {
      throw new AssertionError(
          "a power cut after event %d of\n  %s\nleaves\n%s\nand then: %s"
              .formatted(event, context(event), state, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String context(int event) {
    return String.join(
        "\n  ",
        log.subList(Math.max(0, event - CONTEXT), event + 1).stream()
            .map(Object::toString)
            .toList());
  }

  private void clear() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(root)) {
          Files.delete(path);
        }
      }
    }
    present = new DiskState(new TreeSet<>(), new TreeMap<>());
  }
}
