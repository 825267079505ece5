package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class VerdictTest {
  private final Suite suite = Synthetic.suite(6);
  private final List<ForkRecord> forks = Synthetic.forks(suite, 1, 200, 0.005);

  @Test
  void aSoundRunIsValid() {
    assertThat(judge(forks).line()).isEqualTo("VALID");
  }

  @Test
  void aControlTooWideIsInvalid() {
    Verdict verdict = judge(Synthetic.forks(suite, 1, 200, 0.2));
    assertThat(verdict.line()).startsWith("INVALID: ").contains("the suite allows ±0.050");
  }

  @Test
  void aControlThatMissesOneIsInvalid() {
    Verdict verdict =
        judge(
            Synthetic.change(
                forks,
                "control",
                f ->
                    Synthetic.fork(
                        f.cell(),
                        f.round(),
                        f.position(),
                        f.histogramNanos().stream()
                            .map(p -> new long[] {p[0] * 11 / 10, p[1]})
                            .toList())));
    assertThat(verdict.reasons())
        .hasSize(1)
        .first()
        .asString()
        .contains("the baseline against itself came out as 1.095");
  }

  @Test
  void aSingleRoundIsInvalid() {
    Suite once = Synthetic.suite(1);
    List<ForkRecord> few = Synthetic.forks(once, 1, 200, 0);
    assertThat(Verdict.of(Summary.of(once, few, 7), few).line()).contains("at least two rounds");
  }

  @Test
  void aFailedOrAbsentCellIsNamedWithItsReason() {
    assertThat(
            judge(
                    change(
                        "fast",
                        f -> ForkRecord.failed("fast", f.round(), 1, "died", f.startedAt(), 1)))
                .reasons())
        .containsExactly("fast FAILED: died");
    assertThat(judge(forks.stream().filter(f -> !f.cell().equals("other")).toList()).reasons())
        .containsExactly("other FAILED: not measured");
    assertThat(
            judge(
                    change(
                        "base",
                        f -> ForkRecord.failed("base", f.round(), 1, "x", Instant.EPOCH, 1)))
                .reasons())
        .containsExactly("base FAILED: x", "A/A control has no round in common with the baseline");
  }

  @Test
  void onOneServerEveryBitMustAgree() {
    Answer wrong = new Answer(285, "cd".repeat(32), Synthetic.ANSWER.probabilities());
    List<ForkRecord> once =
        change("fast", f -> f.round() == 3 ? Synthetic.withAnswer(f, wrong) : f);
    assertThat(judge(once).reasons())
        .containsExactly(
            "fast: answer differs in its bits from that of base on the same server config s1");
  }

  @Test
  void acrossServersTheClassMustAgreeAndProbabilitiesNearly() {
    assertThat(judge(answered(285, 0.9004f)).valid()).isTrue();
    assertThat(judge(answered(285, 0.91f)).line()).contains("other on s2: probabilities differ");
    assertThat(judge(answered(285, Float.NaN)).line()).contains("probabilities differ by NaN");
    assertThat(judge(answered(7, 0.9f)).line()).contains("other on s2: class 7, but base on s1");
  }

  @Test
  void anAnswerMustBeRecordedExceptBySessionRun() {
    assertThat(judge(change("fast", f -> Synthetic.withAnswer(f, null))).reasons())
        .containsExactly("fast: no answer recorded");
    assertThat(judge(change("alone", f -> Synthetic.withAnswer(f, null))).valid()).isTrue();
  }

  private List<ForkRecord> answered(int predictedClass, float probability) {
    Answer answer = new Answer(predictedClass, "ef".repeat(32), List.of(probability, 0.1f));
    return change("other", f -> Synthetic.withAnswer(f, answer));
  }

  private List<ForkRecord> change(String cell, UnaryOperator<ForkRecord> change) {
    return Synthetic.change(forks, cell, change);
  }

  private Verdict judge(List<ForkRecord> judged) {
    return Verdict.of(Summary.of(suite, judged, 7), judged);
  }
}
