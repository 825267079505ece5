package org.predictbench.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.report.LoadReport;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadStep;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.SloSearch;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.process.Scratch;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.server.launch.Durations;
import picocli.CommandLine;

/** One {@code load} from its first server to its report; {@link LoadStart} makes it. */
public final class LoadRun {
  private final LoadRequest request;
  private final LoadSuite suite;
  private final LoadDirectory directory;
  private final CallPlan plan;
  private final Generator generator;
  private final PrintStream out;
  private final Clock clock = Clock.systemUTC();
  private final LoadProgress progress;
  private final Map<String, Map<String, Object>> facts = new TreeMap<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private int trials;

  /**
   * A run of which everything is known, and nothing is started.
   *
   * @param facts of servers that were started before, if the run goes on
   */
  LoadRun(
      LoadRequest request,
      LoadSuite suite,
      LoadDirectory directory,
      CallPlan plan,
      PrintStream out,
      Map<String, Map<String, Object>> facts) {
    this.request = request;
    this.facts.putAll(facts);
    this.suite = suite;
    this.directory = directory;
    this.plan = plan;
    this.generator = new Generator(suite, request.seed(), request.share(), request.samples());
    this.out = out;
    this.progress = new LoadProgress(out, CommandLine.Help.Ansi.AUTO.enabled(), clock);
  }

  /**
   * Makes all loads, then tables and plots. On Ctrl-C the load under way ends, and what there is
   * becomes a report that says so.
   *
   * @return what it came to
   */
  public LoadReport execute() throws IOException, InterruptedException {
    Thread hook = new Thread(this::interrupted, "load-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    boolean reported = false;
    try {
      out.printf(
          "%s: %s%n%s; seed %d, share %s%n%s%nrun directory: %s%n%n",
          suite.name(),
          suite.question(),
          suite.load(),
          request.seed(),
          request.share(),
          plan(),
          directory.path());
      directory.writeEnvironment(Environment.ofThisMachine(facts));
      for (Cell cell : suite.cells()) {
        if (!generator.stopped()) {
          measure(cell);
        }
      }
      progress.close();
      LoadReport report = LoadReport.rebuild(directory.path());
      reported = true;
      out.printf(
          "%n%s%n%s%n%s%nrun directory: %s%n",
          report.text(), verdict(report), report.found(), directory.path());
      if (generator.stopped()) {
        out.printf(
            "go on with: java -jar benchmarks/target/benchmarks.jar load --resume %s%n",
            directory.path());
      }
      return report;
    } finally {
      progress.close();
      if (!reported && directory.trials().isEmpty()) {
        // Nothing could read it.
        Scratch.delete(directory.path());
      }
      finished.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is on its way down and waits for the hook, which waits for us.
      }
    }
  }

  private static String verdict(LoadReport report) {
    String valid = report.verdict().line();
    return report.gate().map(gate -> "gate: " + gate + " (run: " + valid + ")").orElse(valid);
  }

  /** What is going to happen, and for how long. */
  private String plan() {
    long warmup = suite.warmup().toSeconds();
    long each = suite.duration().toSeconds();
    int cells = suite.cells().size();
    if (suite.search().isPresent()) {
      return "plan: %d cell(s), each %s of warm-up, then trials of %s until the rate is found"
          .formatted(cells, seconds(suite.warmup()), seconds(suite.duration()));
    }
    int steps = suite.steps().size();
    return "plan: %d cell(s), each %s of warm-up and %s%s of load, %s %d s"
        .formatted(
            cells,
            seconds(suite.warmup()),
            steps == 1 ? "" : steps + " × ",
            seconds(suite.duration()),
            suite.gate().isPresent() ? "less if it is clear before, at most" : "about",
            cells * (warmup + steps * each + 5));
  }

  private static String seconds(Duration time) {
    return Durations.format(time);
  }

  private void interrupted() {
    generator.stop();
    try {
      Duration limit = suite.deadline().plusSeconds(10);
      var unused = finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.flush();
  }

  private void measure(Cell cell) throws IOException, InterruptedException {
    List<TrialResult> made = made(cell);
    if (suite.search().isEmpty() && made.size() == suite.steps().size()) {
      trials += made.size();
      out.println(cell.name() + ": measured before");
      return;
    }
    progress.begin(cell.name() + ": server and client start", Duration.ZERO);
    try (CellUnderLoad loaded =
        new CellUnderLoad(
            suite, cell, plan, request.asked().classPath(), () -> server(cell.server()))) {
      LoadStep first = suite.steps().get(0);
      LoadStep gentle = suite.search().map(search -> first.at(search.from())).orElse(first);
      progress.begin(cell.name() + ": warm-up", suite.warmup());
      generator.warmUp(loaded.calls(), gentle);
      record(cell, loaded.server());
      if (suite.search().isPresent()) {
        search(cell, loaded, suite.search().get(), new ArrayDeque<>(made));
      } else {
        for (LoadStep step : suite.steps()) {
          align();
          String name = step.name().isEmpty() ? cell.name() : cell.name() + "-" + step.name();
          if (made.stream().anyMatch(result -> result.trial().name().equals(name))) {
            // Its number is taken, so that those after it have the arrivals that they would have.
            trials++;
          } else {
            var unused = trial(cell, loaded, name, step, Optional.empty());
          }
        }
      }
      record(cell, loaded.server());
    }
  }

  /** A cell's trials that were finished before, in their order. */
  private List<TrialResult> made(Cell cell) throws IOException {
    return directory.trials().stream()
        .filter(result -> result.trial().cell().equals(cell.name()))
        .filter(result -> !result.trial().stopped())
        .toList();
  }

  private void search(
      Cell cell, CellUnderLoad loaded, LoadSuite.Search search, Deque<TrialResult> made)
      throws IOException, InterruptedException {
    Slo slo = search.slo();
    if (slo.relative()) {
      slo =
          made.isEmpty()
              ? slo.of(generator.unloadedP50(loaded.calls()))
              : Slo.parse(made.peek().trial().slo());
    }
    Slo known = slo;
    SloSearch found =
        new SloSearch(
            search,
            lowestRate(),
            rate -> {
              if (!made.isEmpty()) {
                // The same rates come in the same order, since they depend on the results alone.
                trials++;
                return made.poll().held();
              }
              String name = "%s-%s-%03d".formatted(cell.name(), plain(rate), trials + 1);
              TrialResult result =
                  trial(cell, loaded, name, suite.steps().get(0).at(rate), Optional.of(known));
              return result.held();
            });
    try {
      String highest = found.highest().map(rate -> plain(rate) + "/s").orElse("not found");
      out.printf("%s: highest rate within %s: %s%n", cell.name(), slo, highest);
    } catch (InterruptedException e) {
      out.printf("%s: search stopped%n", cell.name());
    }
  }

  /** Poisson arrivals are some more or fewer than their mean: half as many again are enough. */
  private double lowestRate() {
    return 1.5 * suite.rules().minSamples() / (suite.duration().toMillis() / 1e3);
  }

  private TrialResult trial(
      Cell cell, CellUnderLoad loaded, String name, LoadStep step, Optional<Slo> slo)
      throws IOException, InterruptedException {
    if (generator.stopped()) {
      throw new InterruptedException("stopped");
    }
    progress.begin(cell.name() + ": " + step.text(), suite.duration());
    MetricsScraper metrics = MetricsScraper.of(request.metrics(), directory.metrics(name));
    CellUnderLoad.Faults faults = loaded.beginFaults();
    TrialResult result;
    try {
      result =
          generator.run(
              new Generator.Task(name, cell.name(), step, suite.duration(), slo, trials++),
              loaded.calls(),
              directory);
    } finally {
      metrics.close();
      faults.close();
    }
    progress.end();
    out.printf(
        "%-28s %-24s answered %8s/s   p50 %9s   p99 %9s   late p99 %9s   %s%n",
        name,
        result.trial().load(),
        String.format(Locale.ROOT, "%.1f", result.answeredPerSecond()),
        Numbers.time(result.total().micros(Tag.CORRECTED, 50)),
        Numbers.time(result.total().micros(Tag.CORRECTED, 99)),
        Numbers.time(result.total().micros(Tag.LATENESS, 99)),
        result.trial().slo() == null || result.kept()
            ? result.verdict().line()
            : "broke " + result.trial().slo());
    return result;
  }

  private static String plain(double rate) {
    return String.format(Locale.ROOT, rate >= 100 ? "%.0f" : "%.2f", rate);
  }

  /** All generators begin together, if their clocks agree. */
  private void align() throws InterruptedException {
    if (request.align() != null) {
      long step = request.align().toMillis();
      Thread.sleep(step - clock.millis() % step);
    }
  }

  private ServerUnderTest server(String config) {
    return ModelServers.startOrFind(request.target(), config, suite.model());
  }

  private void record(Cell cell, ServerUnderTest server) throws IOException {
    facts.put(cell.server(), server.facts());
    directory.writeEnvironment(Environment.ofThisMachine(facts));
  }
}
