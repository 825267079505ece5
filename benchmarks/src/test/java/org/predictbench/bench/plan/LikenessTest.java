package org.predictbench.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

class LikenessTest {
  private static final Likeness NEAR = new Likeness(0.001);

  private static Outputs outputs(String alias, Tensor tensor) {
    return Outputs.of(Map.of(alias, tensor));
  }

  private static Outputs floats(float... values) {
    return outputs("y", Tensor.of(values, values.length));
  }

  @Test
  void floatsMayDifferByTheTolerance() {
    assertThat(NEAR.holds(floats(0.5f, 2000), floats(0.5009f, 2001))).isTrue();
    assertThat(NEAR.holds(floats(0.5f, 2000), floats(0.502f, 2000))).isFalse();
    assertThat(NEAR.holds(floats(0.5f, 2000), floats(0.5f, 2003))).isFalse();
    assertThat(Likeness.SAME_BITS.holds(floats(0.5f), floats(0.5000001f))).isFalse();
    assertThat(Likeness.SAME_BITS.holds(floats(0.5f), floats(0.5f))).isTrue();
  }

  @Test
  void whatIsNoNumberIsAlikeOnlyToItself() {
    assertThat(NEAR.holds(floats(Float.NaN, 1), floats(Float.NaN, 1.0001f))).isTrue();
    assertThat(NEAR.holds(floats(Float.NaN), floats(0))).isFalse();
    assertThat(NEAR.holds(floats(Float.POSITIVE_INFINITY), floats(Float.MAX_VALUE))).isFalse();
    assertThat(
            NEAR.holds(
                floats(Float.POSITIVE_INFINITY, 1), floats(Float.POSITIVE_INFINITY, 1.0005f)))
        .isTrue();
  }

  @Test
  void shapesNamesAndIntegersMustBeEqual() {
    assertThat(NEAR.holds(floats(1), floats(1, 1))).isFalse();
    assertThat(NEAR.holds(floats(1), outputs("z", Tensor.of(new float[] {1}, 1)))).isFalse();
    assertThat(
            NEAR.holds(
                outputs("y", Tensor.of(new long[] {100_000}, 1)),
                outputs("y", Tensor.of(new long[] {100_001}, 1))))
        .isFalse();
    assertThat(NEAR.holds(outputs("y", Tensor.strings("a")), outputs("y", Tensor.strings("b"))))
        .isFalse();
  }

  @Test
  void aCycleTakesTheToleranceToItsAnswers() {
    Inputs request = Inputs.of("x", Tensor.of(new float[1], 1));
    RequestCycle cycle = new RequestCycle(List.of(request), NEAR);
    assertThat(cycle.isRight(0, floats(1))).isTrue();
    assertThat(cycle.isRight(0, floats(1.0005f))).isTrue();
    assertThat(cycle.isRight(0, floats(1.01f))).isFalse();
    RequestCycle exact = new RequestCycle(List.of(request));
    assertThat(exact.isRight(0, floats(1))).isTrue();
    assertThat(exact.isRight(0, floats(1.0000001f))).isFalse();
  }
}
