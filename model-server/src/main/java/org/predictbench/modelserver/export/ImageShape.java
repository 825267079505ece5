package org.predictbench.modelserver.export;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** What goes into an ImageNet classifier and how many classes come out. */
final class ImageShape {
  static final int SIDE = 224;

  /** ImageNet's thousand, and background as class 0. */
  static final int CLASSES = 1001;

  private ImageShape() {}

  static Operand<TFloat32> input(Ops tf) {
    return tf.withName("input_tensor")
        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, SIDE, SIDE, 3)));
  }
}
