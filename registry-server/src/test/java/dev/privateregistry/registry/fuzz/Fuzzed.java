package dev.privateregistry.registry.fuzz;

/** What Jazzer calls: the target that the system property {@code fuzz.target} names. */
public final class Fuzzed {
  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("fuzz.target", FuzzTarget.NAMES.name()));

  private Fuzzed() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.check(input);
  }
}
