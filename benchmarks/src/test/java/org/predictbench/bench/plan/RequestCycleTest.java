package org.predictbench.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

class RequestCycleTest {
  private final RequestCycle cycle = new RequestCycle(List.of(inputs(1), inputs(2), inputs(3)));

  @Test
  void requestsTakeTurnsWhoeverAsks() {
    List<Integer> places =
        IntStream.range(0, 6000).parallel().map(i -> cycle.next()).boxed().toList();

    assertThat(places.stream().filter(place -> place == 0)).hasSize(2000);
    assertThat(places.stream().filter(place -> place == 2)).hasSize(2000);
  }

  @Test
  void eachRequestHasAnAnswerOfItsOwn() {
    cycle.check(0, outputs(10));
    cycle.check(1, outputs(20));

    assertThatCode(() -> cycle.check(0, outputs(10))).doesNotThrowAnyException();
    assertThatThrownBy(() -> cycle.check(0, outputs(20)))
        .hasMessage("an answer to request 1 differs from the fork's first");
    assertThat(cycle.isRight(1, outputs(10))).isFalse();
    assertThat(cycle.hashes()).hasSize(3).last().isNull();
  }

  /** Large answers are kept as hashes, which tell shapes and strings' lengths apart, too. */
  @Test
  void manyLargeAnswersAreHeldToTheirHashes() {
    RequestCycle large = new RequestCycle(List.of(inputs(1), inputs(2), inputs(3)));
    float[] values = new float[8 << 20];
    for (int i = 0; i < 3; i++) {
      values[0] = i;
      large.check(i, outputs(Tensor.of(values.clone(), 1, values.length)));
    }
    values[0] = 2;

    assertThat(large.isRight(2, outputs(Tensor.of(values, 1, values.length)))).isTrue();
    assertThat(large.isRight(2, outputs(Tensor.of(values, values.length, 1)))).isFalse();
    values[77] = 1;
    assertThat(large.isRight(2, outputs(Tensor.of(values, 1, values.length)))).isFalse();
    assertThat(OutputHash.of(outputs(Tensor.strings("ab", "c"))))
        .isNotEqualTo(OutputHash.of(outputs(Tensor.strings("a", "bc"))));
  }

  @Test
  void thereIsNoCycleOfNothing() {
    assertThatThrownBy(() -> new RequestCycle(List.of())).hasMessage("no requests");
  }

  private static Inputs inputs(float value) {
    return Inputs.of("x", Tensor.of(new float[] {value}, 1));
  }

  private static Outputs outputs(float value) {
    return outputs(Tensor.of(new float[] {value}, 1));
  }

  private static Outputs outputs(Tensor tensor) {
    return Outputs.of(Map.of("y", tensor));
  }
}
