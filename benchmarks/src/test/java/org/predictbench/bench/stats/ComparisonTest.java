package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Records;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.CellComparison.Finding;

/** Two synthetic runs whose truth is known. */
class ComparisonTest {
  private static final int ROUNDS = 6;
  private static final Suite SUITE = Synthetic.suite(ROUNDS);

  @Test
  void aRunComparedWithItsLikeShowsNothingAndASlowerCellAlone() {
    MeasuredRun base = run(SUITE, forks(1), machine("A"));
    List<ForkRecord> slowed =
        Synthetic.change(forks(2), "fast", fork -> Synthetic.slowedBy(fork, 1.2));
    Comparison comparison = Comparison.of(base, run(SUITE, slowed, machine("A")), true);

    assertThat(comparison.cells())
        .extracting(CellComparison::name, CellComparison::finding)
        .contains(
            tuple("base", Finding.REFERENCE),
            tuple("control", Finding.NO_DIFFERENCE_SHOWN),
            tuple("fast", Finding.SLOWER));
    CellComparison fast = cell(comparison, "fast");
    assertThat(fast.ratio().contains(1.2)).isTrue();
    assertThat(comparison.slowerBy(0.05)).containsExactly(fast);
    assertThat(comparison.slowerBy(0.5)).isEmpty();
    assertThat(comparison.sound()).isTrue();
  }

  @Test
  void aFasterCellIsFaster() {
    List<ForkRecord> hurried =
        Synthetic.change(forks(2), "fast", fork -> Synthetic.slowedBy(fork, 0.7));
    Comparison comparison =
        Comparison.of(run(SUITE, forks(1), machine("A")), run(SUITE, hurried, machine("A")), true);
    assertThat(cell(comparison, "fast").finding()).isEqualTo(Finding.FASTER);
  }

  @Test
  void aSlowMachineCancelsInARelativeComparisonAlone() {
    MeasuredRun base = run(SUITE, forks(1), machine("A"));
    List<ForkRecord> slow = forks(2).stream().map(fork -> Synthetic.slowedBy(fork, 2)).toList();
    MeasuredRun candidate = run(SUITE, slow, machine("A"));
    assertThat(cell(Comparison.of(base, candidate, false), "control").finding())
        .isEqualTo(Finding.SLOWER);
    assertThat(cell(Comparison.of(base, candidate, true), "control").finding())
        .isEqualTo(Finding.NO_DIFFERENCE_SHOWN);
  }

  @Test
  void anotherMachineIsNotComparableAndSaysWhy() {
    Comparison comparison =
        Comparison.of(
            run(SUITE, forks(1), machine("A")), run(SUITE, forks(2), machine("B")), false);
    assertThat(comparison.cells())
        .allMatch(cell -> cell.finding() == Finding.NOT_COMPARABLE)
        .allMatch(cell -> cell.obstacles().contains("machine cpu (A, then B)"));
    assertThat(comparison.sound()).isFalse();
  }

  /** A boot of the same machine, or a rebuilt kernel of the same release, is the same machine. */
  @Test
  void whatDoesNotMatterIsNoObstacle() {
    ObjectNode rebooted = machine("A");
    ((ObjectNode) rebooted.path("machine"))
        .put("memory", "24683648 kB")
        .put("kernel", "Linux version 6.18.50-b (builder) #2");
    assertThat(obstacles(machine("A"), rebooted)).isEmpty();
    ObjectNode smaller = machine("A");
    ((ObjectNode) smaller.path("machine")).put("memory", "16683648 kB");
    assertThat(obstacles(machine("A"), smaller)).containsExactly("machine memory");
    ObjectNode older = machine("A");
    ((ObjectNode) older.path("machine")).put("kernel", "Linux version 5.10.1");
    assertThat(obstacles(machine("A"), older)).containsExactly("machine kernel");
  }

  @Test
  void aMachineThatNobodyRecordedIsNotTheSame() {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    assertThat(obstacles(nothing, nothing))
        .containsExactly("machine cpu", "machine isa", "machine cores", "machine memory");
    assertThat(obstacles(machine("A"), nothing)).contains("machine cpu");
  }

  private static List<String> obstacles(ObjectNode one, ObjectNode two) {
    return Comparison.of(run(SUITE, forks(1), one), run(SUITE, forks(2), two), true)
        .obstacles()
        .stream()
        .map(Difference::what)
        .toList();
  }

  @Test
  void anotherLibraryIsAChangeAndNoObstacle() {
    ObjectNode newer = machine("A");
    newer.putObject("client").put("grpc", "2");
    ObjectNode older = machine("A");
    older.putObject("client").put("grpc", "1");
    Comparison comparison =
        Comparison.of(run(SUITE, forks(1), older), run(SUITE, forks(2), newer), false);
    assertThat(comparison.obstacles()).isEmpty();
    assertThat(comparison.changes()).containsExactly(new Difference("client grpc", "1", "2"));
  }

  @Test
  void anotherModelFailedCellsAndInvalidRunsAreNoGround() {
    MeasuredRun base = run(SUITE, forks(1), machine("A"));
    Comparison model =
        Comparison.of(base, run(SUITE.withModel("another"), forks(2), machine("A")), false);
    assertThat(model.obstacles()).extracting(Difference::what).containsExactly("model");

    List<ForkRecord> broken =
        Synthetic.change(
            forks(2),
            "other",
            f ->
                ForkRecord.of("other", f.round(), f.position())
                    .took(f.startedAt(), 1)
                    .failed("died"));
    Comparison failed = Comparison.of(base, run(SUITE, broken, machine("A")), true);
    assertThat(cell(failed, "other").obstacles()).containsExactly("FAILED in the candidate: died");
    assertThat(cell(failed, "fast").finding()).isEqualTo(Finding.NO_DIFFERENCE_SHOWN);
    assertThat(failed.sound()).isFalse();
  }

  @Test
  void ofTwoEqualRunsFewAreTakenToDiffer() {
    int alarms = 0;
    int comparisons = 0;
    for (int seed = 0; seed < 60; seed++) {
      Comparison comparison =
          Comparison.of(
              run(SUITE, forks(2L * seed), machine("A")),
              run(SUITE, forks(2L * seed + 1), machine("A")),
              true);
      for (CellComparison cell : comparison.cells()) {
        comparisons += cell.finding() == Finding.REFERENCE ? 0 : 1;
        alarms += cell.finding() == Finding.FASTER || cell.finding() == Finding.SLOWER ? 1 : 0;
      }
    }
    assertThat(comparisons).isEqualTo(240);
    // 5 % expected; cells of a run share its baseline, so that alarms come in groups.
    assertThat(alarms).isBetween(2, 24);
  }

  private static List<ForkRecord> forks(long seed) {
    return Synthetic.forks(SUITE, seed, 200, 0.01);
  }

  private static CellComparison cell(Comparison comparison, String name) {
    return comparison.cells().stream()
        .filter(cell -> cell.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode machine(String cpu) {
    ObjectNode environment = JsonNodeFactory.instance.objectNode();
    environment
        .putObject("machine")
        .put("cpu", cpu)
        .put("isa", "avx2")
        .put("cores", 2)
        .put("memory", "24683656 kB")
        .put("kernel", "Linux version 6.18.44-a (builder) #1");
    return environment;
  }

  private static MeasuredRun run(Suite suite, List<ForkRecord> forks, ObjectNode environment) {
    Summary summary = Summary.of(suite, forks, 1);
    return new MeasuredRun(
        "run",
        summary,
        Verdict.of(summary, Records.of(forks), false),
        environment,
        Optional.empty());
  }
}
