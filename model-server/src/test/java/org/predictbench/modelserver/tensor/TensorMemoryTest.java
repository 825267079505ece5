package org.predictbench.modelserver.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

class TensorMemoryTest {
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void theBufferEndsWhereTheTensorEnds(ElementType type) {
    try (Tensor tensor = type.allocate(Shape.of(2, 3))) {
      assertThat(TensorMemory.of(tensor).remaining()).isEqualTo(6 * type.bytes());
      assertThat(tensor.numBytes()).isEqualTo(6L * type.bytes());
      assertThat(tensor instanceof NativeTensor).isEqualTo(type.isNative());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"INT8", "COMPLEX128"})
  void aClosedTensorHasNoMemory(ElementType type) {
    Tensor tensor = type.allocate(Shape.of(2));
    tensor.close();
    tensor.close();
    assertThatThrownBy(() -> TensorMemory.of(tensor)).hasMessage("the tensor is closed");
  }
}
