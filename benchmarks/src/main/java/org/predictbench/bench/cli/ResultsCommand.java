package org.predictbench.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.predictbench.bench.index.Archive;
import org.predictbench.bench.index.Findings;
import org.predictbench.bench.index.ResultsIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "results",
    description = {
      "Lists the runs of a folder, and writes its README.md: one run a suite, by question.",
      "The run shown is the latest that is VALID or, until there is one, the latest. Its line"
          + " compares the cells that the suite names as headline and against; if it names"
          + " none, its last step of the baseline's workload and the baseline.",
      "Pages of the runs themselves are made anew by: report results/*/"
    },
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "a folder of run directories (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Option(
      names = "--findings",
      paramLabel = "DIR",
      description = "also writes what the runs found into this folder, a page a group of questions")
  private Path findings;

  @Option(
      names = "--archive",
      paramLabel = "COMMIT",
      description =
          "first deletes the runs in whose place others are shown, and lists them in archive.md as"
              + " held by this commit; refuses if it does not hold every file of them")
  private String commit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ResultsIndex index = ResultsIndex.of(folder);
    if (commit != null && !Archive.move(index, folder, commit).isEmpty()) {
      index = ResultsIndex.of(folder);
    }
    index.write(folder);
    if (findings != null) {
      Findings.write(index, folder, findings);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(index.text());
    out.flush();
    return Cli.OK;
  }
}
