package org.predictbench.bench.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.LoadProbe;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuiteYaml;
import org.predictbench.bench.load.suite.SloSearch;
import org.predictbench.bench.load.suite.TrialResult;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.report.Numbers;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;

/** Measures settings by loads on real servers. For one thread, but for {@link #stop}. */
final class LiveBench implements Bench, AutoCloseable {
  private static final String LOAD = "tune/load.yaml";

  /** Before what a server says of why it does not start. */
  private static final String ERROR = "Error: ";

  /** So many times as long as a load of a search is one that is a measurement by itself. */
  private static final int LONGER = 4;

  /** Below, a load of 15 s has too few requests for a percentile. */
  private static final double LOWEST_RATE = 1.5;

  private final TuneRequest request;
  private final Setting today;
  private final SettingServers servers;
  private final CallPlan plan;
  private final LoadSuite suite;
  private volatile LoadProbe probe;
  private volatile boolean stopped;
  // Of the first setting, to each request; null until then.
  private List<Outputs> expected;
  private boolean hasAnswered;

  LiveBench(TuneRequest request, Setting today, TuneDirectory directory, CallPlan plan) {
    this.request = request;
    this.today = today;
    this.servers = new SettingServers(request, directory);
    this.plan = plan;
    this.suite = suite(request);
  }

  private static LoadSuite suite(TuneRequest request) {
    ObjectNode tree = LoadSuiteYaml.parse(LOAD, Suites.resource(LOAD));
    tree.put("model", request.model());
    tree.put("batch", request.batch());
    request.goal().rate().ifPresent(rate -> tree.put("rate", rate));
    // A sender that is later than that breaks the objective by itself.
    tree.withObjectProperty("rules")
        .put("lateness_p99", request.goal().within().limit().toNanos() / 1000 + "us");
    return LoadSuiteYaml.read(LOAD, LoadSuiteYaml.complete(LOAD, tree));
  }

  @Override
  public Measurement measure(Task task) throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Measurement.Load> loads = new ArrayList<>();
    Worth worth;
    try {
      worth = worth(task, loads);
      hasAnswered = true;
    } catch (IllegalStateException | InputException | PredictException e) {
      // What is left of it is nothing for the next setting.
      servers.close();
      if (stopped) {
        throw interrupted(e);
      }
      if (!hasAnswered) {
        // Then it isn't the setting.
        throw e;
      }
      worth = new Worth(Double.NaN, why(e));
    }
    return new Measurement(
        task.setting().name(),
        task.stage(),
        task.control(),
        worth.value(),
        worth.reason(),
        loads,
        (System.nanoTime() - start) / 1e9);
  }

  private static InterruptedException interrupted(Exception cause) {
    InterruptedException interrupted = new InterruptedException("stopped");
    interrupted.initCause(cause);
    return interrupted;
  }

  /** Of a server that does not start, or does not answer, what it says of the reason. */
  private static String why(RuntimeException failure) {
    List<String> lines = FailureText.of(failure).lines().toList();
    return lines.stream()
        .filter(line -> line.contains(ERROR))
        .map(line -> line.substring(line.indexOf(ERROR) + ERROR.length()).strip())
        .map(line -> line.replaceFirst(".*due to error: ", "").replaceFirst("\\}.*", ""))
        .reduce((first, last) -> last)
        .orElse(lines.get(0));
  }

  private Worth worth(Task task, List<Measurement.Load> loads)
      throws IOException, InterruptedException {
    Setting setting = task.setting();
    if (expected == null && !setting.equals(today)) {
      askToday(task.seed());
    }
    ServerUnderTest up = servers.get(setting, task.isFresh());
    try (LoadProbe opened = open(setting, up, task.seed())) {
      probe = opened;
      if (stopped) {
        opened.stop();
      }
      requireSameAnswers(opened);
      double reached = opened.warmUp(2 * Runtime.getRuntime().availableProcessors());
      return request.goal().best() == Goal.For.RATE
          ? highestRate(opened, task, reached, loads)
          : atRate(opened, task, up, loads);
    } finally {
      probe = null;
    }
  }

  private LoadProbe open(Setting setting, ServerUnderTest up, long seed) throws IOException {
    Cell cell =
        new Cell(
            "setting",
            setting.name(),
            setting.variant().axes(),
            setting.server(),
            CellKind.of(CellKind.DEFAULT));
    return new LoadProbe(suite, cell, plan, ClassPath.EMPTY, () -> up, seed);
  }

  /** A run that goes on knows no answers yet, and today's setting has the right ones. */
  private void askToday(long seed) throws IOException {
    ServerUnderTest up = servers.get(today, true);
    try (LoadProbe opened = open(today, up, seed)) {
      requireSameAnswers(opened);
      hasAnswered = true;
    }
  }

  /**
   * Checks that a setting answers as the first one did.
   *
   * @throws InputException if it doesn't, which is a reason to reject it
   */
  private void requireSameAnswers(LoadProbe opened) {
    List<Outputs> mine = opened.answers();
    if (expected == null) {
      expected = mine;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!suite.likeness().holds(mine.get(i), expected.get(i))) {
        throw new InputException(
            "its answer to request %d is not the one of today's setting".formatted(i + 1));
      }
    }
  }

  /**
   * What a setting is worth.
   *
   * @param value NaN if the objective was not kept
   * @param reason why it was not; null if it was
   */
  private record Worth(double value, String reason) {}

  private Worth highestRate(
      LoadProbe opened, Task task, double reached, List<Measurement.Load> loads)
      throws IOException, InterruptedException {
    Slo slo = request.goal().within();
    double from = Math.max(LOWEST_RATE, task.guess().orElse(0.7 * reached));
    LoadSuite.Search search =
        new LoadSuite.Search(slo, from, task.effort().step(), task.effort().precision(), 1);
    Optional<Double> highest =
        new SloSearch(
                search,
                LOWEST_RATE,
                rate -> {
                  // What disturbs a machine breaks an objective, and never keeps it: a load that
                  // broke it is made once more before it counts.
                  boolean held = holds(opened, task, rate, loads);
                  return held || holds(opened, task, rate, loads);
                })
            .highest();
    if (highest.isEmpty() && loads.stream().anyMatch(Measurement.Load::held)) {
      // It held as far as anybody cared to try.
      return new Worth(
          loads.stream()
              .filter(Measurement.Load::held)
              .mapToDouble(Measurement.Load::rate)
              .max()
              .orElseThrow(),
          null);
    }
    if (highest.isEmpty()) {
      return new Worth(Double.NaN, broken(loads));
    }
    // The truth lies between the two, and the lower one would always be too low.
    double next =
        loads.stream()
            .filter(each -> !each.held() && each.rate() > highest.get())
            .mapToDouble(Measurement.Load::rate)
            .min()
            .orElse(highest.get());
    return new Worth(Math.sqrt(highest.get() * next), null);
  }

  private boolean holds(LoadProbe opened, Task task, double rate, List<Measurement.Load> loads)
      throws InterruptedException {
    Slo slo = request.goal().within();
    TrialResult result = opened.load(rate, task.effort().at(rate), slo, loads.size());
    loads.add(load(rate, result));
    return result.held();
  }

  private Worth atRate(
      LoadProbe opened, Task task, ServerUnderTest up, List<Measurement.Load> loads)
      throws InterruptedException {
    Slo slo = request.goal().within();
    double rate = request.goal().rate().orElseThrow();
    Duration lasts = task.effort().at(rate).multipliedBy(LONGER);
    Optional<Duration> before = cpu(up);
    TrialResult result = opened.load(rate, lasts, slo, 0);
    Optional<Duration> after = cpu(up);
    Measurement.Load load = load(rate, result);
    loads.add(load);
    if (!load.held()) {
      return new Worth(Double.NaN, broken(loads));
    }
    if (request.goal().best() == Goal.For.LATENCY) {
      return new Worth(load.micros(), null);
    }
    double busy = after.orElseThrow().minus(before.orElseThrow()).toNanos() / 1e9;
    return new Worth(busy / result.trial().elapsedSeconds(), null);
  }

  /** Of the server's process; empty where it is not ours. */
  private static Optional<Duration> cpu(ServerUnderTest up) {
    return up.pid().isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(up.pid().getAsLong()).flatMap(p -> p.info().totalCpuDuration());
  }

  private Measurement.Load load(double rate, TrialResult result) {
    Slo slo = request.goal().within();
    return new Measurement.Load(
        rate,
        result.total().micros(Tag.CORRECTED, slo.percentile()),
        result.held(),
        result.kept() && !result.held() ? result.verdict().reasons().get(0) : null);
  }

  /** As {@code p99 31.0 ms at 40/s}, of the gentlest load. */
  private String broken(List<Measurement.Load> loads) {
    return loads.stream()
        .min((a, b) -> Double.compare(a.rate(), b.rate()))
        .map(
            load ->
                "%s at %s/s"
                    .formatted(
                        load.problem() == null
                            ? "p%s %s"
                                .formatted(
                                    Numbers.trimmed(request.goal().within().percentile()),
                                    Numbers.time(load.micros()))
                            : load.problem(),
                        Numbers.three(load.rate())))
        .orElse("no load was made");
  }

  /** What was learnt of the servers. */
  Map<String, Map<String, Object>> facts() {
    return servers.facts();
  }

  /** Ends the load under way, and every later one at once. */
  void stop() {
    stopped = true;
    LoadProbe opened = probe;
    if (opened != null) {
      opened.stop();
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
