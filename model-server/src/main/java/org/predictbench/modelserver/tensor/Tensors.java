package org.predictbench.modelserver.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tensorflow.Tensor;

/** How tensors are told of. */
public final class Tensors {
  private Tensors() {}

  /** The shape as TensorFlow writes it: {@code [2,3]}. */
  public static String shapeText(Tensor tensor) {
    return Arrays.stream(tensor.shape().asArray())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
