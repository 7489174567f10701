package dev.privateregistry.registry.gc;

/**
 * Something that a check found.
 *
 * @param where the repository, image, blob or path
 * @param problem what is the matter
 * @param remedy what repairs it, as in "repaired by <i>removing the tag</i>"; what a person can do
 *     when nothing here can
 */
public record Finding(
    Severity severity, String where, String problem, String remedy, Outcome outcome) {
  /** How bad it is. */
  public enum Severity {
    /** Something that was stored cannot be had as it was stored. */
    WRONG("wrong"),
    /** Room that is taken for nothing, as a crash leaves it. */
    LEFT_OVER("left over");

    private final String label;

    Severity(String label) {
      this.label = label;
    }
  }

  /** What came of it. */
  public enum Outcome {
    REPAIRED("repaired by "),
    REPAIRABLE("--repair would mend it by "),
    BEYOND_REPAIR("");

    private final String introduction;

    Outcome(String introduction) {
      this.introduction = introduction;
    }
  }

  /** Whether something is wrong still. */
  public boolean isOpen() {
    return severity == Severity.WRONG && outcome != Outcome.REPAIRED;
  }

  @Override
  public String toString() {
    return severity.label + ": " + where + ": " + problem + "; " + outcome.introduction + remedy;
  }
}
