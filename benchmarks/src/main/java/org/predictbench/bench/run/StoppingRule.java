package org.predictbench.bench.run;

import java.io.IOException;
import java.time.Duration;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Summary;

/** How many rounds a run has: as many as its suite says, or as its aim takes. */
final class StoppingRule {
  /** The width of fewer rounds' intervals says little: the first narrow one is so by luck. */
  private static final int LEAST_TO_JUDGE = 6;

  private final RunDirectory directory;
  private final Suite suite;

  StoppingRule(RunDirectory directory, Suite suite) {
    this.directory = directory;
    this.suite = suite;
  }

  /**
   * Whether a round, counted from 1, is to be run.
   *
   * @param elapsed since this run began, or was resumed
   */
  boolean wants(int round, Duration elapsed) throws IOException {
    if (round <= suite.protocol().rounds()) {
      return true;
    }
    if (suite.protocol().until().isEmpty()) {
      return false;
    }
    Protocol.Precision until = suite.protocol().until().get();
    if (elapsed.compareTo(until.budget()) >= 0) {
      return false;
    }
    if (round <= LEAST_TO_JUDGE) {
      return true;
    }
    // What is wider than that, or has no interval, is not reached.
    Summary summary = Reporter.read(directory.path()).summary();
    return !(summary.widest() <= until.halfWidth());
  }
}
