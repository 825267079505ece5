package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

/** What servers of one run say of one image, side by side. */
class AnswerDistanceTest {
  private final Suite suite = Synthetic.suite(2);
  private final List<ForkRecord> forks = Synthetic.forks(suite, 1, 20, 0);

  @Test
  void theWorstAnswerOfAServerCounts() {
    Answer off = new Answer(0, "cd".repeat(32), List.of(0.6f, 0.4f));
    List<ForkRecord> changed =
        Synthetic.change(
            forks, "other", fork -> fork.round() == 1 ? fork : Synthetic.withAnswer(fork, off));

    List<AnswerDistance> distances = AnswerDistance.of(suite, changed);

    assertThat(distances).extracting(AnswerDistance::server).containsExactly("s1", "s2");
    assertThat(distances.get(0).sameBits()).isTrue();
    assertThat(distances.get(0).largestDifference()).isZero();
    assertThat(distances.get(1).sameBits()).isFalse();
    assertThat(distances.get(1).largestDifference()).isCloseTo(0.3, offset(1e-6));
  }

  @Test
  void oneServerAloneIsComparedWithNobody() {
    List<ForkRecord> one = forks.stream().filter(fork -> !fork.cell().equals("other")).toList();
    assertThat(AnswerDistance.of(suite, one)).isEmpty();
  }
}
