package org.predictbench.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.report.ComparisonPage;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.stats.CellComparison;
import org.predictbench.bench.stats.Comparison;
import org.predictbench.bench.stats.MeasuredRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Tells whether the difference of two runs is real, cell by cell.",
      "",
      "  compare results/before results/after",
      "  compare results/before results/after --fail-above 5%% --format markdown",
      "",
      "Exit code 1: a run is INVALID, a cell cannot be compared, or one is slower than allowed.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  /** How it is written, spelled as it is typed. */
  enum Format {
    table,
    markdown,
    json
  }

  @Parameters(index = "0", paramLabel = "BASE", description = "a run directory")
  private Path base;

  @Parameters(index = "1", paramLabel = "CANDIDATE", description = "the run to compare with it")
  private Path candidate;

  @Option(
      names = "--fail-above",
      paramLabel = "SHARE",
      converter = Percentage.Converter.class,
      description = "fail if a cell is shown to be slower by more than this, such as 5%%")
  private Percentage failAbove;

  @Option(
      names = "--relative",
      description =
          "compare ratios to each run's own baseline, not times: what slows the whole machine"
              + " cancels, and so does what changed the baseline")
  private boolean relative;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    MeasuredRun first = Reporter.measured(base);
    MeasuredRun second = Reporter.measured(candidate);
    requireCommonCell(first, second);
    Comparison comparison = Comparison.of(first, second, relative);
    ComparisonPage page = new ComparisonPage(comparison);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case table -> page.terminal();
          case markdown -> page.markdown();
          case json -> page.json();
        });
    out.flush();
    List<CellComparison> tooSlow =
        failAbove == null ? List.of() : comparison.slowerBy(failAbove.value());
    for (CellComparison cell : tooSlow) {
      spec.commandLine().getErr().printf("slower than %s allows: %s%n", failAbove, cell.name());
    }
    return comparison.sound() && tooSlow.isEmpty() ? Cli.OK : Cli.FAILED;
  }

  private static void requireCommonCell(MeasuredRun first, MeasuredRun second) {
    Suite one = first.summary().suite();
    Suite two = second.summary().suite();
    if (one.cells().stream().noneMatch(cell -> two.cell(cell.name()).isPresent())) {
      throw new InputException(
          "no cell is in both runs: %s is a run of suite '%s', %s one of '%s'"
              .formatted(first.name(), one.name(), second.name(), two.name()));
    }
  }
}
