package org.predictbench.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.profile.ProfileReport;
import org.predictbench.bench.report.Found;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.report.Table;
import org.predictbench.bench.tune.TuneDirectory;
import org.predictbench.bench.tune.TuneReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = {
      "Makes the tables, plots and pages of runs anew, from their raw files alone: closed loop,"
          + " load, tune and profile.",
      "Published runs are brought up to date with: report results/*/",
      "",
      "Exit code 1: a run is not VALID.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "run directories")
  private List<Path> directories;

  @Override
  public Integer call() throws Exception {
    boolean valid = true;
    for (Path directory : directories) {
      if (directories.size() > 1) {
        System.out.println("\n" + directory);
      }
      valid &= report(directory);
    }
    return valid ? Cli.OK : Cli.FAILED;
  }

  /** Whether the run is VALID; a profile claims nothing that could be untrue. */
  private static boolean report(Path directory) throws IOException {
    if (LoadDirectory.is(directory)) {
      LoadReport load = LoadReport.rebuild(directory);
      System.out.println(load.text());
      System.out.println(load.verdict().line());
      System.out.println(load.found());
      return load.verdict().valid();
    } else if (TuneDirectory.is(directory)) {
      TuneReport tune = TuneReport.rebuild(directory);
      System.out.println(tune.text());
      System.out.println(tune.verdict().line());
      System.out.println(tune.found());
      return tune.verdict().valid();
    } else if (ProfileReport.isIn(directory)) {
      System.out.println(ProfileReport.rebuild(directory));
      return true;
    } else {
      Reporter.Report report = Reporter.rebuild(directory);
      System.out.println(Table.terminal(report.summary()));
      System.out.println(report.verdict().lines());
      System.out.println(Found.judged(report));
      return report.verdict().valid();
    }
  }
}
