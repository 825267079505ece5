package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class FamilyTest {
  private static final int STEPS = 10;
  private static final int RUNS = 300;

  /** Ten steps that change nothing: alone one in twenty errs, together one run in twenty. */
  @Test
  void luckIsNotTakenForAStep() {
    int alone = 0;
    int together = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      Summary summary = summary(seed, 1);
      alone += summary.cells().stream().anyMatch(FamilyTest::excludesOne) ? 1 : 0;
      together += summary.shownTogether().isEmpty() ? 0 : 1;
    }
    assertThat((double) alone / RUNS).isGreaterThan(0.2);
    assertThat((double) together / RUNS).isLessThan(0.09);
  }

  @Test
  void aLargeStepIsShownAmongMany() {
    assertThat(summary(1, 0.5).shownTogether()).contains("c3");
  }

  private static boolean excludesOne(CellSummary cell) {
    return cell.stepRatio().hasInterval() && !cell.stepRatio().contains(1);
  }

  private static Summary summary(int seed, double third) {
    Suite tiny = Synthetic.suite(5);
    List<Cell> cells = new ArrayList<>(tiny.cells().subList(0, 2));
    for (int step = 1; step <= STEPS; step++) {
      cells.add(
          new Cell("c" + step, "+ " + step, Map.of("n", "" + step), "s1", CellKind.of("predict")));
    }
    Suite suite = tiny.withCells(cells);
    List<ForkRecord> forks = new ArrayList<>();
    Random random = new Random(seed);
    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < cells.size(); i++) {
        double factor = cells.get(i).name().equals("c3") ? third : 1;
        long nanos = Math.round(1e6 * factor * Math.exp(0.03 * random.nextGaussian()));
        forks.add(
            Synthetic.fork(cells.get(i).name(), round, i + 1, List.of(new long[] {nanos, 50})));
      }
    }
    return Summary.of(suite, forks, seed);
  }
}
