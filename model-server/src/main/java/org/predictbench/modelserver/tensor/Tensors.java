package org.predictbench.modelserver.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tensorflow.Tensor;

/** Describes tensors in messages. */
public final class Tensors {
  private Tensors() {}

  /** Returns the shape as TensorFlow writes it: {@code [2,3]}. */
  public static String shapeText(Tensor tensor) {
    return Arrays.stream(tensor.shape().asArray())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
