package org.predictbench.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Suites and forks whose truth is known: log-normal samples, with a drift that rounds share. */
public final class Synthetic {
  public static final Answer ANSWER = new Answer(285, "ab".repeat(32), List.of(0.9f, 0.1f));

  private Synthetic() {}

  /** base, control, fast on server s1, alone on s1; each taking the given micros. */
  public static Suite suite(int rounds) {
    Map<String, String> naive = Map.of("reuse", "channel-per-call");
    return new Suite(
        "tiny",
        "Does it pay?",
        "fixed-reply",
        1,
        new Protocol(
            rounds,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofMillis(1500),
            Duration.ofMillis(500),
            1),
        "base",
        "control",
        0.05,
        1e-3,
        List.of(
            new Cell("base", "naive", naive, "s1", CellKind.of("predict")),
            new Cell("control", "A/A control", naive, "s1", CellKind.of("predict")),
            new Cell(
                "fast", "+ kept channel", Map.of("reuse", "shared"), "s1", CellKind.of("predict")),
            new Cell("other", "+ other build", naive, "s2", CellKind.of("predict")),
            new Cell("alone", "Session.run", Map.of(), "s1", CellKind.of("session-run"))));
  }

  /**
   * Forks of all cells; medians 1000, 1000, 500, 250 and 200 µs, noise of {@code sigma} a round.
   */
  public static List<ForkRecord> forks(Suite suite, long seed, int samples, double sigma) {
    Random random = new Random(seed);
    double[] medians = {1000e3, 1000e3, 500e3, 250e3, 200e3};
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 1; round <= suite.protocol().rounds(); round++) {
      double drift = Math.exp(0.1 * random.nextGaussian());
      for (int i = 0; i < suite.cells().size(); i++) {
        double median = medians[i] * drift * Math.exp(sigma * random.nextGaussian());
        List<long[]> histogram = new ArrayList<>();
        for (int s = 0; s < samples; s++) {
          histogram.add(new long[] {Math.round(median * Math.exp(0.1 * random.nextGaussian())), 1});
        }
        histogram.sort((a, b) -> Long.compare(a[0], b[0]));
        forks.add(fork(suite.cells().get(i).name(), round, i + 1, histogram));
      }
    }
    return forks;
  }

  public static ForkRecord fork(String cell, int round, int position, List<long[]> histogram) {
    return ForkRecord.of(cell, round, position)
        .took(Instant.parse("2026-11-02T10:00:00Z").plusSeconds(60L * round), 3.5)
        .times(histogram)
        .allocated(2048.0)
        .answer(ANSWER)
        .memory(100L << 20, 300L << 20)
        .jmh(jmh(histogram))
        .ok();
  }

  /** The forks with those of {@code cell} changed. */
  public static List<ForkRecord> change(
      List<ForkRecord> forks, String cell, UnaryOperator<ForkRecord> change) {
    return forks.stream().map(f -> f.cell().equals(cell) ? change.apply(f) : f).toList();
  }

  public static ForkRecord withAnswer(ForkRecord fork, Answer answer) {
    return fork.but().answer(answer).ok();
  }

  public static ForkRecord withJmh(ForkRecord fork, JsonNode jmh) {
    return fork.but().jmh(jmh).ok();
  }

  public static ForkRecord withParts(ForkRecord fork, CallParts parts) {
    return fork.but().callParts(parts).ok();
  }

  public static ForkRecord startedAt(ForkRecord fork, Instant start) {
    return fork.but().took(start, fork.durationSeconds()).ok();
  }

  /** The same fork with every sample {@code factor} times as long. */
  public static ForkRecord slowedBy(ForkRecord fork, double factor) {
    return fork(
        fork.cell(),
        fork.round(),
        fork.position(),
        fork.histogramNanos().stream()
            .map(pair -> new long[] {Math.round(pair[0] * factor), pair[1]})
            .toList());
  }

  /** A run directory with these forks. */
  public static Path run(Path results, Suite suite, List<ForkRecord> forks) throws IOException {
    RunDirectory run =
        RunDirectory.create(
            results, suite, Clock.systemUTC(), () -> Long.toHexString(System.nanoTime()));
    run.writeCommand("java -jar benchmarks.jar run tiny --seed 11");
    run.writeSeed(11);
    run.writeEnvironment(environment());
    TreeMap<Integer, List<ForkRecord>> rounds = new TreeMap<>();
    forks.forEach(
        fork -> rounds.computeIfAbsent(fork.round(), unused -> new ArrayList<>()).add(fork));
    for (Map.Entry<Integer, List<ForkRecord>> round : rounds.entrySet()) {
      run.writeRound(round.getKey(), round.getValue(), Optional.empty());
    }
    run.writeComplete();
    return run.path();
  }

  /** The least that a run must record of its machine to be compared with another. */
  private static ObjectNode environment() {
    ObjectNode environment = JsonNodeFactory.instance.objectNode();
    environment
        .putObject("machine")
        .put("cpu", "A")
        .put("isa", "avx2")
        .put("cores", 2)
        .put("memory", "24683656 kB");
    return environment;
  }

  private static JsonNode jmh(List<long[]> histogram) {
    ObjectNode element = JsonNodeFactory.instance.objectNode();
    element.put("benchmark", "Predict.call").put("mode", "sample").put("forks", 1);
    ObjectNode metric = element.putObject("primaryMetric");
    metric.put("score", 1.0).put("scoreUnit", "ns/op");
    metric.putObject("scorePercentiles").put("0.0", 1).put("50.0", 1).put("100.0", 1);
    var iteration = metric.putArray("rawDataHistogram").addArray().addArray();
    histogram.forEach(p -> iteration.addArray().add((double) p[0]).add(p[1]));
    ObjectNode gc = element.putObject("secondaryMetrics").putObject("gc.count");
    gc.put("score", 2.0).put("scoreUnit", "counts").putArray("rawData").addArray().add(2.0);
    gc.putObject("scorePercentiles").put("50.0", 2);
    return element;
  }
}
