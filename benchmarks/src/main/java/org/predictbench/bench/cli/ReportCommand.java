package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.predictbench.bench.load.LoadDirectory;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.profile.ProfileReport;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = "Rebuilds a run's tables and plots from its raw files alone.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "a run directory")
  private Path directory;

  @Override
  public Integer call() throws Exception {
    if (LoadDirectory.is(directory)) {
      LoadReport load = LoadReport.rebuild(directory);
      System.out.println(load.text());
      System.out.println(load.verdict().line());
      return Cli.OK;
    }
    if (ProfileReport.isIn(directory)) {
      System.out.println(ProfileReport.rebuild(directory));
      return Cli.OK;
    }
    Reporter.Report report = Reporter.rebuild(directory);
    System.out.println(Table.of(report.summary()).terminal());
    System.out.println(report.verdict().line());
    return Cli.OK;
  }
}
