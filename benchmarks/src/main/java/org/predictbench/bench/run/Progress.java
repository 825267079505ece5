package org.predictbench.bench.run;

import java.io.PrintStream;
import java.time.Duration;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import picocli.CommandLine;

/**
 * Tells the user where a run stands: what a round starts and the time to go, a line a cell at its
 * end, and on a terminal the turns in between.
 */
final class Progress implements SuiteRunner.Listener {
  private final PrintStream out;
  private final Suite suite;
  private final int total;
  private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
  private int done;
  private Duration elapsed = Duration.ZERO;

  /**
   * @param total how many forks are still to run
   */
  Progress(PrintStream out, Suite suite, int total) {
    this.out = out;
    this.suite = suite;
    this.total = total;
  }

  @Override
  public void starting(int round, long servers, int forks) {
    out.printf(
        "round %d/%s: starting %d server%s, then %d forks that take turns of %d ms%s%n",
        round,
        suite.protocol().until().isPresent()
            ? "as many as it takes"
            : Integer.toString(suite.protocol().rounds()),
        servers,
        servers == 1 ? "" : "s",
        forks,
        suite.protocol().turn().toMillis(),
        timeToGo());
  }

  /** Known once a round is over. */
  private String timeToGo() {
    if (done == 0 || done >= total) {
      return "";
    }
    long seconds = elapsed.toSeconds() * (total - done) / done;
    return "; %d:%02d min to go".formatted(seconds / 60, seconds % 60);
  }

  @Override
  public void passed(int round, int pass, int passes) {
    if (terminal) {
      out.printf("  pass %d/%d\r", pass, passes);
      out.flush();
    }
  }

  @Override
  public void finished(Cell cell, ForkRecord fork, Duration sinceStart) {
    done++;
    elapsed = sinceStart;
    String outcome = fork.ok() ? "p50 %s".formatted(median(fork)) : "FAILED: " + fork.reason();
    // With a precision to reach, there may be more of them than were planned.
    String place = done <= total ? done + "/" + total : Integer.toString(done);
    out.printf("[%s] round %d  %-22s %s%n", place, fork.round(), cell.name(), outcome);
  }

  private static String median(ForkRecord fork) {
    long samples = fork.histogramNanos().stream().mapToLong(pair -> pair[1]).sum();
    long seen = 0;
    for (long[] pair : fork.histogramNanos()) {
      seen += pair[1];
      if (2 * seen >= samples) {
        return "%,.2f ms".formatted(pair[0] / 1e6);
      }
    }
    return "-";
  }
}
