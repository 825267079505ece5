package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.run.RunRequest;
import org.predictbench.bench.run.SuiteRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "run",
    description = {
      "Runs a suite and writes a run directory: raw data, tables, plot.",
      "",
      "  run ladder                                  the story, on the embedded server",
      "  run ladder --image cat.jpg --rounds 12      your image, tighter intervals",
      "  run ladder --model text-encoder             another shipped model",
      "  run ladder --model models/bert --requests requests.tfrecord     yours",
      "  run ladder --precision 2%% --budget 90min        as many rounds as that takes",
      "  run ladder --detect 2%%                      as long as it takes to show 2 %%",
      "  run ladder --target host:8500 --model resnet    your own server",
      "  run ladder --target docker:tensorflow/serving:2.18.1    its servers in containers",
      "  run --resume results/2026-01-31_ladder_1a2b3c   goes on where a run was stopped",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  private static final Duration ONE_HOUR = Duration.ofHours(1);

  @Parameters(
      arity = "0..1",
      paramLabel = "SUITE",
      description = "a shipped suite ('list suites') or a YAML file (default: ladder)")
  private String suite;

  @Option(names = "--rounds", paramLabel = "N", description = "rounds instead of the suite's own")
  private Integer rounds;

  @Option(
      names = "--precision",
      paramLabel = "SHARE",
      converter = Percentage.Converter.class,
      description =
          "go on until every ratio's interval is within this, such as 2%%, or --budget is used up")
  private Percentage precision;

  @Option(
      names = "--detect",
      paramLabel = "SHARE",
      converter = Percentage.Converter.class,
      description =
          "plan rounds and time slices, after a short pilot, so that a difference of this between"
              + " steps, such as 2%%, would show; within --budget")
  private Percentage detect;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = Minutes.class,
      description = "time for --precision or --detect, such as 90min (default: 60min)")
  private Duration budget;

  @Option(
      names = "--strict",
      description = "refuse to measure where the host check would only warn")
  private boolean strict;

  @Mixin private TargetOptions targets = new TargetOptions();

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--keep-requests",
      description = "the run directory keeps the requests themselves, not only their hash")
  private boolean keep;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where run directories go (default: results)")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "seed of the cells' order and of percentiles' bootstrap (default: 42)")
  private Long seed;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "go on with an unfinished run, on the target, model and requests it was started with;"
              + " others are refused")
  private Path resume;

  @Override
  public Integer call() throws Exception {
    requireTogether();
    Optional<Boolean> finished = SuiteRun.finished(resume, System.out);
    if (finished.isPresent()) {
      return finished.get() ? Cli.OK : Cli.FAILED;
    }
    Protocol.Precision until =
        precision == null ? null : new Protocol.Precision(precision.value(), time());
    RunRequest request =
        new RunRequest(
            suite == null ? "ladder" : suite,
            rounds,
            targets.target(),
            workload.asked(keep),
            out == null ? Path.of("results") : out,
            seed == null ? 42 : seed,
            until,
            detect == null ? null : new RunRequest.Detect(detect.value(), time()),
            strict,
            resume);
    return SuiteRun.of(request, System.out).execute() ? Cli.OK : Cli.FAILED;
  }

  /**
   * Checks that no option is given in vain.
   *
   * @throws InputException if one is
   */
  private void requireTogether() {
    if (budget != null && precision == null && detect == null) {
      throw new InputException(
          "--budget is the time for --precision or --detect: add one of them, such as --detect 2%");
    }
    if (detect != null && (precision != null || rounds != null)) {
      throw new InputException(
          "--detect finds out the rounds itself: leave %s out"
              .formatted(precision != null ? "--precision" : "--rounds"));
    }
    if (detect != null && detect.value() >= 1) {
      throw new InputException("--detect must be below 100%, not " + detect);
    }
    if (precision != null && precision.value() >= 1) {
      throw new InputException("--precision must be below 100%, not " + precision);
    }
    if (resume == null) {
      return;
    }
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("the suite's name", suite);
    given.put("--rounds", rounds);
    given.put("--precision", precision);
    given.put("--detect", detect);
    given.put("--seed", seed);
    given.put("--out", out);
    given.put("--keep-requests", keep ? "given" : null);
    given.put("--batch", workload.asked().batches().isEmpty() ? null : "given");
    given.values().removeIf(Objects::isNull);
    if (!given.isEmpty()) {
      throw new InputException(
          "--resume goes on with what the run was started with: leave %s out, or start a new run"
              .formatted(String.join(", ", given.keySet())));
    }
  }

  private Duration time() {
    return budget == null ? ONE_HOUR : budget;
  }

  /** Whole minutes. */
  static final class Minutes implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (!text.matches("[1-9]\\d{0,4}min")) {
        throw new TypeConversionException("expected minutes such as 90min, not '" + text + "'");
      }
      return Duration.ofMinutes(Long.parseLong(text.replace("min", "")));
    }
  }
}
