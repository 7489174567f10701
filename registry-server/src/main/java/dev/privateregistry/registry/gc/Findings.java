package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.gc.Finding.Outcome;
import dev.privateregistry.registry.gc.Finding.Severity;
import java.io.IOException;
import java.util.function.Consumer;

/** Takes what checks find, repairs it when that is wanted, and tells it. */
final class Findings {
  private final boolean repair;
  private final Consumer<Finding> told;

  /** Mends what was found. */
  @FunctionalInterface
  interface Repair {
    void run() throws IOException;
  }

  Findings(boolean repair, Consumer<Finding> told) {
    this.repair = repair;
    this.told = told;
  }

  void wrong(String where, String problem, String remedy, Repair mend) throws IOException {
    add(Severity.WRONG, where, problem, remedy, mend);
  }

  void leftOver(String where, String problem, String remedy, Repair mend) throws IOException {
    add(Severity.LEFT_OVER, where, problem, remedy, mend);
  }

  /** Something that only a person can mend. */
  void beyondRepair(Severity severity, String where, String problem, String advice) {
    told.accept(new Finding(severity, where, problem, advice, Outcome.BEYOND_REPAIR));
  }

  private void add(Severity severity, String where, String problem, String remedy, Repair mend)
      throws IOException {
    if (repair) {
      mend.run();
    }
    Outcome outcome = repair ? Outcome.REPAIRED : Outcome.REPAIRABLE;
    told.accept(new Finding(severity, where, problem, remedy, outcome));
  }
}
