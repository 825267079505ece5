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
    assertThat(cycle.answers()).hasSize(3).last().isNull();
  }

  @Test
  void thereIsNoCycleOfNothing() {
    assertThatThrownBy(() -> new RequestCycle(List.of())).hasMessage("no requests");
  }

  private static Inputs inputs(float value) {
    return Inputs.of("x", Tensor.of(new float[] {value}, 1));
  }

  private static Outputs outputs(float value) {
    return Outputs.of(Map.of("y", Tensor.of(new float[] {value}, 1)));
  }
}
