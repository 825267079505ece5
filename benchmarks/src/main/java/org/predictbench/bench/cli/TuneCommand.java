package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.tune.Goal;
import org.predictbench.bench.tune.Space;
import org.predictbench.bench.tune.TuneReport;
import org.predictbench.bench.tune.TuneRun;
import org.predictbench.server.yaml.EnumNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "tune",
    description = {
      "Finds the settings of server and client to deploy, and writes the files for it.",
      "",
      "  tune --model recommender --within 'p99<20ms'    as many requests as that allows",
      "  tune --model DIR --requests FILE --within 'p99<50ms' --for latency --rate 40",
      "  tune --model DIR --requests FILE --within 'p99<50ms' --for cores --rate 40",
      "  tune --target host:8500 --model m --within 'p99<20ms'    the client's part alone",
      "  tune --resume results/2026-01-31_tune-m_1a2b3c  goes on where a run was stopped",
      "",
      "Short loads leave the worst settings behind; the rest are compared with today's in rounds.",
      "The run says which of them cannot be told from the best, and recommends the simplest.",
      "Exit code 1: the machine was too noisy to choose on, or no setting keeps the SLO.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TuneCommand implements Callable<Integer> {
  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Mixin private TargetOptions targets = new TargetOptions();

  @Option(
      names = "--within",
      paramLabel = "SLO",
      description = "what every setting must keep, such as p99<20ms")
  private String within;

  @Option(
      names = "--for",
      paramLabel = "WHAT",
      defaultValue = "rate",
      description = {
        "rate: as many requests a second as can be (default);",
        "latency or cores: as little as can be, at --rate"
      })
  private String best;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "requests a second that come, with --for latency or --for cores")
  private Double rate;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = RunCommand.Minutes.class,
      description = "time it may take, such as 40min (default: ${DEFAULT-VALUE})",
      defaultValue = "40min")
  private Duration budget;

  @Option(
      names = "--space",
      paramLabel = "FILE",
      description = "settings to choose from, as YAML; --print-space shows the shipped ones")
  private Path space;

  @Option(names = "--print-space", description = "print the shipped space, and tune nothing")
  private boolean printSpace;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "where run directories go (default: ${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "seed of the arrivals, and of what chance decides (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "go on with an unfinished run; give --requests again, if it had any")
  private Path resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    InVain.of(spec)
        .refuse(
            resume != null,
            "with --resume, which has its own",
            "--within",
            "--for",
            "--rate",
            "--budget",
            "--space",
            "--out",
            "--seed",
            "--target",
            "--batch")
        .refuse(
            printSpace,
            "with --print-space, which tunes nothing",
            "--space",
            "--resume",
            "--within",
            "--for",
            "--rate",
            "--budget",
            "--seed",
            "--model",
            "--requests",
            "--target");
    if (printSpace) {
      System.out.print(Space.text(null));
      return Cli.OK;
    }
    TuneReport report = run().execute();
    return report.verdict().valid() && report.finding().recommended().isPresent()
        ? Cli.OK
        : Cli.FAILED;
  }

  private TuneRun run() throws Exception {
    AskedWorkload asked = workload.asked();
    if (!asked.classPath().isEmpty()) {
      throw new InputException(
          "tune chooses among our own clients: leave --class-path out, and compare yours by 'run'");
    }
    if (resume != null) {
      return TuneRun.resume(resume, asked, System.out);
    }
    if (within == null) {
      throw new InputException(
          "--within is missing: what every setting must keep, such as p99<20ms");
    }
    String target = targets.target();
    targets.requireModel(asked.model());
    Goal goal = new Goal(best(), Slo.parse(within), Optional.ofNullable(rate));
    return TuneRun.begin(
        new TuneRun.Order(goal, budget, seed, target, CommandLines.typed(spec)),
        asked,
        space,
        out,
        System.out);
  }

  private Goal.For best() {
    return EnumNames.find(Goal.For.values(), best)
        .orElseThrow(
            () ->
                new InputException(
                    "--for: unknown '%s'; known: %s"
                        .formatted(best, EnumNames.list(Goal.For.values()))));
  }
}
