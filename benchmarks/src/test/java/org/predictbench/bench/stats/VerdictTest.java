package org.predictbench.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Records;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

class VerdictTest {
  private final Suite suite = Synthetic.suite(6);
  private final List<ForkRecord> forks = Synthetic.forks(suite, 1, 200, 0.005);

  @Test
  void aSoundRunIsValid() {
    assertThat(verdict(forks).line()).isEqualTo("VALID");
  }

  @Test
  void aControlTooWideIsInvalid() {
    Verdict verdict = verdict(Synthetic.forks(suite, 1, 200, 0.2));
    assertThat(verdict.line()).startsWith("INVALID: ").contains("the suite allows ±0.050");
  }

  @Test
  void aControlThatMissesOneIsInvalid() {
    Verdict verdict =
        verdict(
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

  /** One sound run in twenty has a control whose 95 % interval leaves 1 out, by chance. */
  @Test
  void aControlThatMissesOneByLittleIsNotedAndOneThatMissesItByMoreIsInvalid() {
    Verdict byChance = verdict(control(0.014));
    assertThat(byChance.valid()).isTrue();
    assertThat(byChance.lines())
        .isEqualTo(
            """
            VALID
            noted: A/A control: the baseline against itself came out as 1.014 [1.003, 1.026]: a difference as small as that is not to be relied on""");
    assertThat(verdict(control(-0.014)).valid()).isTrue();
    assertThat(verdict(control(0.02)).line())
        .isEqualTo(
            "INVALID: A/A control: the baseline against itself came out as 1.020 [1.009, 1.032], not 1");
    assertThat(verdict(control(-0.02)).valid()).isFalse();
    assertThat(verdict(control(0.01)).lines()).isEqualTo("VALID");
  }

  /** Six rounds, in each of which the logarithm of the control's ratio is 0.01 off its mean. */
  private List<ForkRecord> control(double mean) {
    List<ForkRecord> base = Synthetic.change(forks, "base", f -> single(f, 1_000_000_000));
    return Synthetic.change(
        base,
        "control",
        f -> single(f, Math.round(1e9 * Math.exp(mean + (f.round() % 2 == 0 ? 0.01 : -0.01)))));
  }

  private static ForkRecord single(ForkRecord fork, long nanos) {
    return Synthetic.fork(
        fork.cell(), fork.round(), fork.position(), List.of(new long[] {nanos, 100}));
  }

  @Test
  void aSingleRoundIsInvalid() {
    Suite once = Synthetic.suite(1);
    List<ForkRecord> few = Synthetic.forks(once, 1, 200, 0);
    assertThat(Verdict.of(Summary.of(once, few, 7), Records.of(few), false).line())
        .contains("at least two rounds");
  }

  @Test
  void aFailedOrAbsentCellIsNamedWithItsReason() {
    assertThat(
            verdict(
                    change(
                        "fast",
                        f ->
                            ForkRecord.of("fast", f.round(), f.position())
                                .took(f.startedAt(), 1)
                                .failed("died")))
                .reasons())
        .containsExactly("fast FAILED: died");
    assertThat(verdict(forks.stream().filter(f -> !f.cell().equals("other")).toList()).reasons())
        .containsExactly("other FAILED: not measured");
    assertThat(
            verdict(
                    change(
                        "base",
                        f ->
                            ForkRecord.of("base", f.round(), f.position())
                                .took(f.startedAt(), 1)
                                .failed("x")))
                .reasons())
        .containsExactly("base FAILED: x", "A/A control has no round in common with the baseline");
  }

  @Test
  void aForkThatFailedOrIsMissingIsNamedAlthoughOthersOfItsCellWorked() {
    List<ForkRecord> twice =
        change(
            "fast",
            f ->
                f.round() == 2 || f.round() == 5
                    ? ForkRecord.of("fast", f.round(), f.position())
                        .took(f.startedAt(), 1)
                        .failed("killed")
                    : f);
    assertThat(verdict(twice).line()).isEqualTo("INVALID: fast FAILED in rounds 2, 5: killed");
    assertThat(
            verdict(
                    forks.stream()
                        .filter(f -> !(f.cell().equals("fast") && f.round() == 2))
                        .toList())
                .line())
        .isEqualTo("INVALID: records are missing: fast in round 2");
  }

  @Test
  void cellsThatFailForOneReasonShareALine() {
    List<ForkRecord> died =
        forks.stream()
            .map(
                f ->
                    f.round() == 3 && !f.cell().startsWith("base") && !f.cell().equals("control")
                        ? ForkRecord.of(f.cell(), 3, f.position())
                            .took(f.startedAt(), 1)
                            .failed("the server died")
                        : f)
            .toList();
    assertThat(verdict(died).line())
        .isEqualTo("INVALID: fast, other, alone FAILED in round 3: the server died");
  }

  @Test
  void aRunThatWasStoppedIsIncomplete() {
    List<ForkRecord> early = forks.stream().filter(f -> f.round() <= 2).toList();
    assertThat(verdict(early).line()).isEqualTo("INCOMPLETE: 2 of 6 rounds");
    assertThat(verdict(List.of()).line()).isEqualTo("INCOMPLETE: 0 of 6 rounds");
    Verdict onItsWay = Verdict.of(Summary.of(suite, forks, 7), Records.of(forks), true);
    assertThat(onItsWay.line()).isEqualTo("INCOMPLETE: 6 rounds, stopped before it had enough");
  }

  @Test
  void roundsOfTwoTimesOrPlacesAreNoRound() {
    List<ForkRecord> later =
        change(
            "fast",
            f -> f.round() == 2 ? Synthetic.startedAt(f, f.startedAt().plusSeconds(20)) : f);
    assertThat(verdict(later).line())
        .isEqualTo("INVALID: round 2: its forks did not run at the same time");
    List<ForkRecord> twice = new ArrayList<>(forks);
    twice.add(Synthetic.slowedBy(forks.get(0), 1.0));
    assertThat(verdict(twice).line())
        .isEqualTo("INVALID: round 1: two records of one cell, or of one position");
    List<ForkRecord> stranger = new ArrayList<>(forks);
    stranger.add(Synthetic.fork("alien", 1, 9, List.of(new long[] {10, 3})));
    assertThat(verdict(stranger).line())
        .isEqualTo("INVALID: records of cells that the suite does not have: alien");
  }

  @Test
  void onOneServerEveryBitMustAgree() {
    Answer wrong = new Answer(285, "cd".repeat(32), Synthetic.ANSWER.probabilities());
    List<ForkRecord> once =
        change("fast", f -> f.round() == 3 ? Synthetic.withAnswer(f, wrong) : f);
    assertThat(verdict(once).reasons())
        .containsExactly(
            "fast: answer differs in its bits from that of base on the same server config s1");
  }

  @Test
  void acrossServersTheClassMustAgreeAndProbabilitiesNearly() {
    assertThat(verdict(answered(285, 0.9004f)).valid()).isTrue();
    assertThat(verdict(answered(285, 0.91f)).line()).contains("other on s2: probabilities differ");
    assertThat(verdict(answered(285, Float.NaN)).line()).contains("probabilities differ by NaN");
    assertThat(verdict(answered(7, 0.9f)).line()).contains("other on s2: class 7, but base on s1");
  }

  @Test
  void anAnswerMustBeRecordedExceptBySessionRun() {
    assertThat(verdict(change("fast", f -> Synthetic.withAnswer(f, null))).reasons())
        .containsExactly("fast: no answer recorded");
    assertThat(verdict(change("alone", f -> Synthetic.withAnswer(f, null))).valid()).isTrue();
  }

  @Test
  void outputsThatBothHaveMustAgreeAndSoMustAllRequests() {
    assertThat(verdict(answers(two("1", "2"), two("1", null))).valid()).isTrue();
    assertThat(verdict(answers(two("1", "2"), some("1"))).valid()).isTrue();
    assertThat(verdict(answers(two("1", "2"), two("1", "3"))).line())
        .contains("fast: answer differs in its bits from that of base");
    assertThat(verdict(answers(two("1", "2"), some("9"))).line()).contains("fast: answer differs");
  }

  @Test
  void acrossServersIntegersMustAgreeToTheBit() {
    Answer expected = answer(Map.of("label", "int64 1", "score", "float 1"));
    assertThat(verdict(others(expected, Map.of("label", "int64 1", "score", "float 2"))).valid())
        .isTrue();
    assertThat(verdict(others(expected, Map.of("label", "int64 2", "score", "float 1"))).line())
        .contains(
            "other on s2: output 'label', which is no float, differs from that of base on s1");
  }

  @Test
  void acrossServersEveryFloatingOutputMustNearlyAgree() {
    assertThat(verdict(floats(0.5f, 0.5005f)).valid()).isTrue();
    assertThat(verdict(floats(0.5f, 0.6f)).line()).contains("other on s2: output 'second' differs");
    assertThat(verdict(floats(0.5f, Float.NaN)).line()).contains("output 'second' differs by NaN");
  }

  private List<ForkRecord> floats(float expected, float other) {
    return forks.stream()
        .map(f -> Synthetic.withAnswer(f, second(f.cell().equals("other") ? other : expected)))
        .toList();
  }

  private static Answer second(float value) {
    Map<String, String> outputs = Map.of("second", "double " + value);
    return new Answer(-1, "ab", List.of(), outputs, Map.of("second", List.of(value)), List.of());
  }

  private List<ForkRecord> others(Answer expected, Map<String, String> outputs) {
    return forks.stream()
        .map(f -> Synthetic.withAnswer(f, f.cell().equals("other") ? answer(outputs) : expected))
        .toList();
  }

  private List<ForkRecord> answers(Answer all, Answer fast) {
    return forks.stream()
        .map(f -> Synthetic.withAnswer(f, f.cell().equals("fast") ? fast : all))
        .toList();
  }

  /** Of a set of two requests. */
  private static Answer two(String first, String second) {
    return answer(Map.of("a", "float 1", "b", "float 2"))
        .withRequests(Arrays.asList(first, second));
  }

  /** Of a cell that asks for one of the outputs. */
  private static Answer some(String hash) {
    return answer(Map.of("a", "float " + hash));
  }

  private static Answer answer(Map<String, String> outputs) {
    return new Answer(-1, outputs.toString(), List.of(), outputs, Map.of(), List.of());
  }

  private List<ForkRecord> answered(int predictedClass, float probability) {
    Answer answer = new Answer(predictedClass, "ef".repeat(32), List.of(probability, 0.1f));
    return change("other", f -> Synthetic.withAnswer(f, answer));
  }

  private List<ForkRecord> change(String cell, UnaryOperator<ForkRecord> change) {
    return Synthetic.change(forks, cell, change);
  }

  private Verdict verdict(List<ForkRecord> records) {
    return Verdict.of(Summary.of(suite, records, 7), Records.of(records), false);
  }
}
