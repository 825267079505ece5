package org.predictbench.bench.load.objective;

/** What is known of a requirement, or of a whole gate. */
public enum Decision {
  PASS,
  FAIL,
  /** The data allow either. */
  UNDECIDED;

  /** Of two: one that fails is enough to fail, and both must pass to pass. */
  public Decision and(Decision other) {
    if (this == FAIL || other == FAIL) {
      return FAIL;
    }
    return this == PASS && other == PASS ? PASS : UNDECIDED;
  }
}
