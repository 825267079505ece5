package org.predictbench.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.host.Stopwatch;
import org.predictbench.bench.kind.RunTools;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.noise.Allocation;
import org.predictbench.bench.noise.ControlNoise;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.stats.CellSummary;
import org.predictbench.bench.stats.Summary;
import picocli.CommandLine;

/**
 * A few rounds of the baseline and its control before a run, which show how noisy the machine is
 * and so how the run is to be planned. Their figures are used for nothing else.
 */
final class Pilot {
  /** The variance of fewer rounds is little more than luck. */
  private static final int ROUNDS = 4;

  private final ServerSource servers;
  private final Path scratch;
  private final PrintStream out;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param scratch holds what is called and sent
   */
  Pilot(ServerSource servers, Path scratch, PrintStream out) {
    this.servers = servers;
    this.scratch = scratch;
    this.out = out;
  }

  /**
   * The suite with rounds and passes enough for what is asked.
   *
   * @throws InputException if that would take longer than asked, or the pilot failed
   */
  Suite planned(Suite suite, RunRequest.Detect detect) throws IOException {
    if (suite.protocol().measuredPasses() < 2) {
      throw new InputException(
          "--detect needs two time slices a round or more: set the suite's slice to at most half of its measure");
    }
    Suite pair = pair(suite);
    out.printf(
        "pilot: %d rounds of the baseline and its control, about %s%n",
        ROUNDS, RunTime.words(RunTime.of(pair, pair.forks())));
    Stopwatch since = Stopwatch.now(clock);
    List<ForkRecord> forks = forks(pair);
    double slower = since.seconds() / RunTime.of(pair, pair.forks()).toSeconds();
    ControlNoise noise =
        ControlNoise.of(pair, forks).orElseThrow(() -> new InputException(failure(forks)));
    Allocation.Cost guess = RunTime.cost(suite);
    Allocation.Cost cost = new Allocation.Cost(guess.round() * slower, guess.pass() * slower);
    return planned(suite, detect, noise, cost);
  }

  private Suite planned(
      Suite suite, RunRequest.Detect detect, ControlNoise noise, Allocation.Cost cost) {
    String share = Numbers.percent(detect.share());
    Allocation plan =
        Allocation.detecting(detect.share(), noise, cost)
            .orElseThrow(
                () ->
                    new InputException(
                        "--detect %s: this machine is too noisy for it now; stop other work, or ask for less"
                            .formatted(share)));
    Duration time = Duration.ofSeconds(Math.round(plan.seconds()));
    out.printf(
        "to show a difference of %s between steps: %d rounds with %d passes each, about %s%n",
        share, plan.rounds(), plan.passes(), RunTime.words(time));
    if (time.compareTo(detect.budget()) > 0) {
      throw new InputException(
          "--detect %s would take %s, and --budget allows %d min: give more, or ask for less"
              .formatted(share, RunTime.words(time), detect.budget().toMinutes()));
    }
    return suite.withAllocation(plan.rounds(), plan.passes());
  }

  /** Baseline and control alone. */
  private static Suite pair(Suite suite) {
    List<Cell> cells =
        suite.cells().stream()
            .filter(
                cell -> cell.name().equals(suite.baseline()) || cell.name().equals(suite.control()))
            .toList();
    return suite.withCells(cells).withRounds(ROUNDS);
  }

  private List<ForkRecord> forks(Suite pair) throws IOException {
    // Of its own: the run's forks have sockets and reports of the same names.
    Path own = Scratch.create();
    try {
      return forks(pair, own);
    } finally {
      Scratch.delete(own);
    }
  }

  private List<ForkRecord> forks(Suite pair, Path own) throws IOException {
    Random random = new Random();
    RunDirectory records =
        RunDirectory.create(own.resolve("pilot"), pair, clock, () -> RunDirectory.newId(random));
    records.writeSeed(random.nextLong());
    RunTools tools = RunTools.of(own, clock).withPlans(scratch);
    HarnessLock lock = HarnessLock.take();
    RoundWatch machine = RoundWatch.ofThisMachine();
    try (Progress progress =
        new Progress(out, pair, pair.forks(), CommandLine.Help.Ansi.AUTO.enabled(), clock)) {
      new SuiteRunner(records, servers, kind -> RunnableKind.of(kind).run(tools), clock, machine)
          .run(progress);
    } finally {
      lock.close();
    }
    return records.forks();
  }

  private static String failure(List<ForkRecord> forks) {
    return forks.stream()
        .filter(fork -> !fork.ok())
        .findFirst()
        .map(fork -> "--detect: the pilot's %s failed: %s".formatted(fork.cell(), fork.reason()))
        .orElse(
            "--detect needs a baseline whose time slices are recorded one by one; this suite's is not");
  }

  /** What came of the plan, one line. */
  static String outcome(Summary summary, RunRequest.Detect detect) {
    double least =
        summary.cells().stream()
            .mapToDouble(CellSummary::detectableStep)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    return Double.isNaN(least)
        ? "no step can be told from the one before it"
        : "every step of %s would have shown in four of five such runs; asked for: %s"
            .formatted(Numbers.percent(least), Numbers.percent(detect.share()));
  }
}
