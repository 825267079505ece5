package org.predictbench.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.Summary;

/**
 * How many rounds a run has: as many as its suite says, some more if its control is noisy, or as
 * many as its aim takes.
 */
final class StoppingRule {
  /** The width of fewer rounds' intervals says little: the first narrow one is so by luck. */
  private static final int LEAST_TO_JUDGE = 6;

  /** The first rounds of which the spread can be guessed at. */
  private static final int EARLY = 3;

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
      return round <= suite.protocol().mostRounds()
          && isWithinPlan(round, elapsed)
          && Reporter.soFar(directory.path()).verdict().moreRoundsHelp();
    }
    Protocol.Precision until = suite.protocol().until().get();
    if (elapsed.compareTo(until.budget()) >= 0) {
      return false;
    }
    if (round <= LEAST_TO_JUDGE) {
      return true;
    }
    // What is wider than that, or has no interval, is not reached.
    Summary summary = Reporter.soFar(directory.path()).summary();
    return !(summary.widest() <= until.halfWidth());
  }

  /** Whether a round like those before ends within the time that the user was told. */
  private boolean isWithinPlan(int round, Duration elapsed) {
    Duration then = elapsed.multipliedBy(round).dividedBy(round - 1);
    return then.compareTo(RunTime.most(suite, suite.forks())) <= 0;
  }

  /**
   * What to tell the user after a round: once, early, whether the rounds that there may be will
   * probably not do.
   */
  Optional<String> warning(int round) throws IOException {
    Protocol protocol = suite.protocol();
    return round == EARLY && protocol.mostRounds() > EARLY && protocol.until().isEmpty()
        ? NextStep.soon(Reporter.soFar(directory.path()).summary(), protocol.mostRounds())
        : Optional.empty();
  }
}
