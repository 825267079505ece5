package org.predictbench.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.load.objective.Slo;

class TuningTest {
  private static final Goal GOAL = new Goal(Goal.For.RATE, Slo.parse("p99<20ms"), Optional.empty());

  private static final Space SPACE =
      Space.read(
          "test",
          """
          build: [native, eigen]
          intra_op: [0, 1]
          inter_op: [0, 1]
          batching:
            - off
            - {max_batch_size: 4, timeout_micros: 0, threads: 2}
            - {max_batch_size: 8, timeout_micros: 0, threads: 2}
            - {max_batch_size: 8, timeout_micros: 0, threads: 1}
            - {max_batch_size: 8, timeout_micros: 10000, threads: 2}
          grpc_max_threads: [0, 2]
          client: [grpc, best]
          """,
          new Space.Circumstances(2, 1, false));

  /** What a run was asked, and what it found. */
  private record Run(SyntheticBench bench, List<Measurement> measurements, Finding finding) {}

  private static Run run(long seed, double noise, Duration budget) throws Exception {
    SyntheticBench bench = new SyntheticBench(1000 + seed, noise);
    List<Measurement> measurements = new ArrayList<>();
    new Tuning(
            SPACE,
            GOAL,
            budget,
            seed,
            task -> {
              Measurement measured = bench.measure(task);
              measurements.add(measured);
              return measured;
            },
            new Quiet())
        .run();
    return new Run(bench, measurements, Finding.of(SPACE, GOAL, measurements));
  }

  private static double best() {
    return SPACE.settings().stream()
        .mapToDouble(SyntheticBench::worth)
        .filter(Double::isFinite)
        .max()
        .orElseThrow();
  }

  /** Of 160 settings, some of them within 8 % of the best; every measurement strays by 10 %. */
  @Test
  void theBestIsFoundDespiteNoise() throws Exception {
    int found = 0;
    int close = 0;
    for (int seed = 0; seed < 20; seed++) {
      Run run = run(seed, 0.1, Duration.ofMinutes(40));
      found +=
          run.finding().finalists().stream()
                  .filter(Finding.Finalist::isAmongBest)
                  .anyMatch(each -> SyntheticBench.worth(each.setting()) > 0.999 * best())
              ? 1
              : 0;
      Setting recommended = run.finding().recommended().orElseThrow().setting();
      assertThat(recommended).as("the trivial one").isNotEqualTo(SPACE.today());
      close += SyntheticBench.worth(recommended) > 0.9 * best() ? 1 : 0;
    }
    assertThat(found)
        .as("of 20 runs, those with the best among the indistinguishable")
        .isGreaterThanOrEqualTo(19);
    assertThat(close).as("recommended within 10 %").isGreaterThanOrEqualTo(19);
  }

  /** An objective that nobody can keep. */
  @Test
  void whereNothingKeepsTheObjectiveNothingIsRecommended() throws Exception {
    List<Measurement> measurements = new ArrayList<>();
    new Tuning(
            SPACE,
            GOAL,
            Duration.ofMinutes(10),
            1,
            task -> {
              Measurement none =
                  new Measurement(
                      task.setting().name(),
                      task.stage(),
                      task.control(),
                      Double.NaN,
                      "p99 31.0 ms at 10/s",
                      List.of(),
                      20);
              measurements.add(none);
              return none;
            },
            new Quiet())
        .run();
    Finding finding = Finding.of(SPACE, GOAL, measurements);
    assertThat(finding.recommended()).isEmpty();
    assertThat(finding.verdict().valid()).isFalse();
    assertThat(measurements).extracting(Measurement::stage).noneMatch(s -> s.startsWith("round"));
  }

  /** Today's setting breaks the objective; then the best one shows what is chance. */
  @Test
  void whereTodaysSettingFailsAnotherIsTheControl() throws Exception {
    SyntheticBench bench = new SyntheticBench(4, 0.02);
    List<Measurement> measurements = new ArrayList<>();
    new Tuning(
            SPACE,
            GOAL,
            Duration.ofMinutes(40),
            1,
            task -> {
              Measurement measured = bench.measure(task);
              Measurement told =
                  task.setting().equals(SPACE.today())
                      ? new Measurement(
                          measured.setting(),
                          measured.stage(),
                          measured.control(),
                          Double.NaN,
                          "p99 31.0 ms at 10/s",
                          measured.loads(),
                          measured.seconds())
                      : measured;
              measurements.add(told);
              return told;
            },
            new Quiet())
        .run();
    Finding finding = Finding.of(SPACE, GOAL, measurements);
    assertThat(finding.verdict().valid()).as(finding.verdict().line()).isTrue();
    assertThat(finding.recommended()).isPresent();
    assertThat(measurements.stream().filter(Measurement::control).map(Measurement::setting))
        .isNotEmpty()
        .doesNotContain(SPACE.today().name());
    // With a control that strays, the same is INVALID.
    List<Measurement> strays =
        measurements.stream()
            .map(
                each ->
                    each.control()
                        ? new Measurement(
                            each.setting(),
                            each.stage(),
                            true,
                            1.3 * each.value(),
                            null,
                            each.loads(),
                            each.seconds())
                        : each)
            .toList();
    assertThat(Finding.of(SPACE, GOAL, strays).verdict().line()).contains("INVALID: A/A control");
  }

  @Test
  void theBudgetIsKept() throws Exception {
    for (int minutes : new int[] {10, 40, 120}) {
      Run run = run(1, 0.05, Duration.ofMinutes(minutes));
      double seconds = run.measurements().stream().mapToDouble(Measurement::seconds).sum();
      assertThat(seconds / 60).as(minutes + " min").isBetween(0.3 * minutes, 1.3 * minutes);
    }
  }

  @Test
  void whatBreaksTheObjectiveIsNoFinalist() throws Exception {
    Run run = run(3, 0.02, Duration.ofMinutes(60));
    assertThat(run.finding().finalists())
        .allSatisfy(each -> assertThat(each.setting().batching().timeoutMicros()).isZero());
    assertThat(run.measurements()).extracting(Measurement::reason).contains("p99 31.0 ms at 10/s");
  }

  @Test
  void everyRoundHasEveryFinalistAndTodaysSettingTwice() throws Exception {
    Run run = run(4, 0.05, Duration.ofMinutes(40));
    List<Bench.Task> first =
        run.bench().asked.stream().filter(task -> task.stage().startsWith("round-1-of-")).toList();
    assertThat(first).allMatch(Bench.Task::isFresh);
    assertThat(first).extracting(Bench.Task::seed).containsOnly(5L);
    assertThat(first.stream().filter(task -> task.setting().equals(SPACE.today()))).hasSize(2);
    assertThat(first.stream().filter(Bench.Task::control)).hasSize(1);
    assertThat(run.finding().verdict().valid()).as(run.finding().verdict().line()).isTrue();
  }

  @Test
  void aServerIsNotStartedTwiceInAStage() throws Exception {
    Run run = run(5, 0.05, Duration.ofMinutes(200));
    List<String> servers =
        run.bench().asked.stream()
            .filter(task -> task.stage().equals("screening-0"))
            .map(task -> task.setting().server())
            .toList();
    Set<String> over = new HashSet<>();
    String up = servers.get(0);
    for (String server : servers) {
      if (!server.equals(up)) {
        assertThat(over.add(up)).as(up + " is started again").isTrue();
        up = server;
      }
    }
  }

  @Test
  void theSameSeedAsksTheSame() throws Exception {
    Run one = run(6, 0.05, Duration.ofMinutes(40));
    Run two = run(6, 0.05, Duration.ofMinutes(40));
    assertThat(two.bench().asked).isEqualTo(one.bench().asked);
    assertThat(two.finding()).isEqualTo(one.finding());
  }

  @Test
  void whatCannotBeToldApartIsOneSetAndTheSimplestIsRecommended() throws Exception {
    Run run = run(7, 0.1, Duration.ofMinutes(40));
    List<Finding.Finalist> among =
        run.finding().finalists().stream().filter(Finding.Finalist::isAmongBest).toList();
    assertThat(run.finding().recommended())
        .contains(
            among.stream()
                .min(
                    Comparator.comparingInt(Finding.Finalist::changes)
                        .thenComparingDouble(each -> -each.value().value()))
                .orElseThrow());
  }
}
