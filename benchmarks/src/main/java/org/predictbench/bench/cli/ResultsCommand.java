package org.predictbench.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.predictbench.bench.index.ResultsIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "results",
    description =
        "Lists the runs of a folder, and writes its README.md: question, headline, verdict.",
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "a folder of run directories (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ResultsIndex index = ResultsIndex.of(folder);
    index.write(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.println(index.text());
    out.flush();
    return Cli.OK;
  }
}
