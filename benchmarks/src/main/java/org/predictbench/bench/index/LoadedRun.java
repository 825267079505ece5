package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.stats.Calibration;
import org.predictbench.bench.stats.Distribution;
import org.predictbench.bench.stats.Estimate;
import org.predictbench.bench.stats.Summary;
import org.predictbench.bench.stats.Verdict;

/**
 * A closed-loop run with all its numbers, for notebooks and other programs that look further.
 *
 * @param name of its directory
 * @param forks raw, by round
 */
public record LoadedRun(String name, Summary summary, Verdict verdict, List<ForkRecord> forks) {
  public LoadedRun {
    forks = List.copyOf(forks);
  }

  /** Reads a run directory; writes nothing. */
  public static LoadedRun of(Path directory) throws IOException {
    Reporter.Report report = Reporter.read(directory);
    return new LoadedRun(
        directory.getFileName().toString(),
        report.summary(),
        report.verdict(),
        RunDirectory.open(directory).forks());
  }

  /** How the cells' times spread. */
  public List<Distribution> distributions() {
    return Distribution.of(summary.suite(), forks);
  }

  /** Empty for a suite that slows no cell on purpose. */
  public Optional<Calibration> calibration() {
    return Calibration.of(summary.suite(), forks);
  }

  /** The baseline against itself: how much the run's ratios owe to chance. */
  public Estimate control() {
    return summary.cell(summary.suite().control()).orElseThrow().ratio();
  }
}
