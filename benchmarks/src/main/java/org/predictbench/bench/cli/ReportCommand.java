package org.predictbench.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    description = {
      "Makes the tables, plots and pages of runs anew, from their raw files alone: closed loop,"
          + " load and profile.",
      "Published runs are brought up to date with: report results/*/"
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "run directories")
  private List<Path> directories;

  @Override
  public Integer call() throws Exception {
    for (Path directory : directories) {
      if (directories.size() > 1) {
        System.out.println("\n" + directory);
      }
      report(directory);
    }
    return Cli.OK;
  }

  private static void report(Path directory) throws IOException {
    if (LoadDirectory.is(directory)) {
      LoadReport load = LoadReport.rebuild(directory);
      System.out.println(load.text());
      System.out.println(load.verdict().line());
    } else if (ProfileReport.isIn(directory)) {
      System.out.println(ProfileReport.rebuild(directory));
    } else {
      Reporter.Report report = Reporter.rebuild(directory);
      System.out.println(Table.of(report.summary()).terminal());
      System.out.println(report.verdict().line());
    }
  }
}
