package org.predictbench.bench.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.predictbench.bench.bundle.ModelExporter;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.result.Suites;
import org.predictbench.client.axis.Axis;
import org.predictbench.server.config.CpuFlags;
import org.predictbench.server.config.ServerConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "Lists what there is to run.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  /** What can be listed, spelled as it is typed. */
  enum What {
    suites,
    models,
    clients,
    servers,
    benchmarks
  }

  @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
  private What what;

  private final PrintStream out = System.out;
  private final CpuFlags cpu = CpuFlags.ofThisMachine();

  @Override
  public Integer call() throws IOException {
    switch (what) {
      case suites -> {
        Suites.shipped()
            .forEach(name -> line(name, Suites.load(name).question(), Optional.empty()));
        LoadSuites.shipped()
            .forEach(name -> line(name, LoadSuites.question(name) + " (load)", Optional.empty()));
      }
      case models -> ModelExporter.MODELS.forEach(out::println);
      case clients -> Axis.all().forEach(this::axis);
      case servers ->
          ServerConfigs.shipped()
              .forEach(
                  config ->
                      line(
                          config.name(),
                          config.description(),
                          config.build().flatMap(build -> build.unavailableOn(cpu))));
      case benchmarks ->
          BenchmarkList.defaultList()
              .getAll(OutputFormatFactory.createFormatInstance(out, VerboseMode.SILENT), List.of())
              .forEach(benchmark -> out.println(benchmark.getUsername()));
    }
    return Cli.OK;
  }

  private void axis(Class<? extends Axis> axis) {
    out.println(Axis.name(axis));
    for (Axis value : axis.getEnumConstants()) {
      out.print("  ");
      line(value.id(), value.description(), value.unavailable());
    }
  }

  private void line(String name, String description, Optional<String> unavailable) {
    out.printf(
        "%-22s %s%s%n",
        name, description.strip(), unavailable.map(why -> "  [not here: " + why + "]").orElse(""));
  }
}
