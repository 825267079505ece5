package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol.Precision;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class StoppingRuleTest {
  private static final Duration BUDGET = Duration.ofMinutes(10);

  @TempDir Path results;

  @Test
  void withoutAPrecisionThereAreAsManyRoundsAsTheSuiteSays() throws Exception {
    StoppingRule stoppingRule = stoppingRule(Synthetic.suite(4), 0.01);
    assertThat(stoppingRule.wants(4, BUDGET.multipliedBy(9))).isTrue();
    assertThat(stoppingRule.wants(5, Duration.ZERO)).isFalse();
  }

  /** Rounds are added while the control is all that is wrong, and never beyond the most. */
  @Test
  void aNoisyControlGetsMoreRounds() throws Exception {
    Suite suite = Synthetic.suite(4).withMostRounds(6);
    StoppingRule noisy = stoppingRule(suite, 0.1);
    assertThat(noisy.wants(5, Duration.ZERO)).isTrue();
    assertThat(noisy.wants(6, Duration.ZERO)).isTrue();
    assertThat(noisy.wants(7, Duration.ZERO)).isFalse();
    assertThat(stoppingRule(suite, 0.0001).wants(5, Duration.ZERO)).isFalse();
  }

  /** On a machine that is slower than planned, the time that was told counts, not the rounds. */
  @Test
  void noRoundIsAddedBeyondTheTimeThatWasTold() throws Exception {
    Suite suite = Synthetic.suite(4).withMostRounds(6);
    StoppingRule noisy = stoppingRule(suite, 0.1);
    Duration most = RunTime.most(suite, suite.forks());
    assertThat(noisy.wants(5, most.multipliedBy(4).dividedBy(5))).isTrue();
    assertThat(noisy.wants(5, most.multipliedBy(5).dividedBy(6))).isFalse();
    assertThat(noisy.wants(4, most.multipliedBy(2))).isTrue();
  }

  /** Measuring on until the control contains 1 would find what was looked for. */
  @Test
  void aControlThatIsOffGetsNone() throws Exception {
    Suite suite = Synthetic.suite(4).withMostRounds(6);
    List<ForkRecord> forks =
        Synthetic.change(
            Synthetic.forks(suite, 1, 400, 0.0001),
            suite.control(),
            fork -> Synthetic.slowedBy(fork, 1.03));
    Path run = Synthetic.run(results, suite, forks);
    underWay(run);
    assertThat(Reporter.soFar(run).verdict().line()).contains("against itself came out as");
    assertThat(new StoppingRule(RunDirectory.open(run), suite).wants(5, Duration.ZERO)).isFalse();
  }

  /** A run that is wrong is not made right by measuring on. */
  @Test
  void aBrokenRunGetsNone() throws Exception {
    Suite suite = Synthetic.suite(4).withMostRounds(6);
    List<ForkRecord> forks = new ArrayList<>(Synthetic.forks(suite, 1, 400, 0.1));
    forks.remove(0);
    Path run = Synthetic.run(results, suite, forks);
    underWay(run);
    assertThat(new StoppingRule(RunDirectory.open(run), suite).wants(5, Duration.ZERO)).isFalse();
  }

  @Test
  void saysEarlyThatTheRoundsWillNotDo() throws Exception {
    Suite suite = Synthetic.suite(3).withMostRounds(6);
    assertThat(stoppingRule(suite, 0.5).warning(3).orElseThrow())
        .startsWith(
            "note: at the noise so far the control will not be narrow enough after 6 rounds")
        .contains("what is measured is kept");
    assertThat(stoppingRule(suite, 0.5).warning(2)).isEmpty();
    assertThat(stoppingRule(suite, 0.0001).warning(3)).isEmpty();
  }

  @Test
  void goesOnUntilEveryRatioIsNarrowOrTheTimeIsUp() throws Exception {
    StoppingRule noisy = stoppingRule(Synthetic.suite(8).until(new Precision(0.02, BUDGET)), 0.1);
    assertThat(noisy.wants(9, Duration.ofMinutes(9))).isTrue();
    assertThat(noisy.wants(9, BUDGET)).isFalse();
    StoppingRule calm = stoppingRule(Synthetic.suite(8).until(new Precision(0.02, BUDGET)), 0.001);
    assertThat(calm.wants(9, Duration.ofMinutes(9))).isFalse();
  }

  @Test
  void fewRoundsAreNeverEnough() throws Exception {
    StoppingRule calm = stoppingRule(Synthetic.suite(3).until(new Precision(0.5, BUDGET)), 0.0001);
    assertThat(calm.wants(4, Duration.ZERO)).isTrue();
    assertThat(calm.wants(6, Duration.ZERO)).isTrue();
  }

  @Test
  void thePageSaysWhetherItWasReached() throws Exception {
    assertThat(page(0.1)).contains("or 10 min are over: **not reached**, the widest is ±");
    assertThat(page(0.001)).contains("within ±2 %, or 10 min are over: **reached**");
  }

  private String page(double sigma) throws Exception {
    Suite suite = Synthetic.suite(8).until(new Precision(0.02, BUDGET));
    Path run = Synthetic.run(results, suite, Synthetic.forks(suite, 1, 400, sigma));
    Reporter.rebuild(run);
    return Files.readString(run.resolve("README.md"));
  }

  private StoppingRule stoppingRule(Suite suite, double sigma) throws Exception {
    Path run = Synthetic.run(results, suite, Synthetic.forks(suite, 1, 400, sigma));
    underWay(run);
    RunDirectory directory = RunDirectory.open(run);
    assertThat(directory.suite()).isEqualTo(suite);
    return new StoppingRule(directory, directory.suite());
  }

  /** Only a run that has its end is marked as complete. */
  private static void underWay(Path run) throws Exception {
    Path hashes = run.resolve("raw.sha256");
    List<String> lines = new ArrayList<>(Files.readAllLines(hashes));
    assertThat(lines.removeIf(line -> line.startsWith("# complete"))).isTrue();
    Files.write(hashes, lines);
  }
}
