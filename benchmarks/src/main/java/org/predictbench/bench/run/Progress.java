package org.predictbench.bench.run;

import java.io.PrintStream;
import java.time.Duration;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;

/** Tells the user where a run stands: one line a finished cell, with the time to go. */
final class Progress {
  private final PrintStream out;
  private final int total;
  private int done;
  private double seconds;

  /**
   * @param total how many forks are still to run
   */
  Progress(PrintStream out, int total) {
    this.out = out;
    this.total = total;
  }

  void finished(Cell cell, ForkRecord fork, Duration elapsed) {
    done++;
    seconds = elapsed.toMillis() / 1000.0;
    Duration left = Duration.ofSeconds(Math.round(seconds / done * (total - done)));
    String outcome = fork.ok() ? "p50 %s".formatted(median(fork)) : "FAILED: " + fork.reason();
    out.printf(
        "[%d/%d] round %d  %-22s %s  (%d:%02d to go)%n",
        done, total, fork.round(), cell.name(), outcome, left.toMinutes(), left.toSecondsPart());
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
