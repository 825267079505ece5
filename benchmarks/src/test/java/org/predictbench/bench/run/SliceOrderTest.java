package org.predictbench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceOrderTest {
  private static final List<Integer> CELLS = IntStream.range(0, 12).boxed().toList();

  @Test
  void everySecondOneIsTheOneBeforeBackwards() {
    for (int number = 1; number < 20; number += 2) {
      List<Integer> backwards = new ArrayList<>(SliceOrder.ofRound(CELLS, 42, number));
      Collections.reverse(backwards);
      assertThat(SliceOrder.ofRound(CELLS, 42, number + 1)).isEqualTo(backwards);
      List<Integer> pass = new ArrayList<>(SliceOrder.ofPass(CELLS, 42, 3, number));
      Collections.reverse(pass);
      assertThat(SliceOrder.ofPass(CELLS, 42, 3, number + 1)).isEqualTo(pass);
    }
  }

  @Test
  void ofAnEvenNumberOfRoundsEachCellIsAsOftenBeforeAnotherAsAfterIt() {
    int before = 0;
    for (int round = 1; round <= 4; round++) {
      List<Integer> order = SliceOrder.ofRound(CELLS, 7, round);
      before += order.indexOf(3) < order.indexOf(9) ? 1 : 0;
    }
    assertThat(before).isEqualTo(2);
  }

  @Test
  void pairsOfRoundsAndPassesDifferAndSeedsDecide() {
    Set<List<Integer>> orders = new HashSet<>();
    for (int number = 1; number <= 19; number += 2) {
      orders.add(SliceOrder.ofRound(CELLS, 42, number));
      orders.add(SliceOrder.ofPass(CELLS, 42, 1, number));
      orders.add(SliceOrder.ofPass(CELLS, 42, 2, number));
    }
    assertThat(orders).hasSize(30);
    assertThat(SliceOrder.ofRound(CELLS, 42, 1)).isEqualTo(SliceOrder.ofRound(CELLS, 42, 1));
    assertThat(SliceOrder.ofRound(CELLS, 42, 1)).isNotEqualTo(SliceOrder.ofRound(CELLS, 43, 1));
  }
}
