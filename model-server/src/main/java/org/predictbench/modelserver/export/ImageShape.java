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

  /** ImageNet's, in the order red, green, blue. */
  private static final float[] CHANNEL_MEANS = {123.68f, 116.78f, 103.94f};

  private ImageShape() {}

  static Operand<TFloat32> input(Ops tf) {
    return tf.withName("input_tensor")
        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, SIDE, SIDE, 3)));
  }

  /** Takes each channel's mean off pixels of 0 to 255 whose last dimension is the channel. */
  static Operand<TFloat32> centred(Ops tf, Operand<TFloat32> pixels) {
    return tf.math.sub(pixels, tf.constant(CHANNEL_MEANS));
  }
}
