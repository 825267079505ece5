package org.predictbench.modelserver.export;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * The evaluation preprocessing of TensorFlow's official ResNet as part of a graph: decode, resize
 * the short side to 256, crop the central square, subtract each channel's mean. One image a call.
 */
final class JpegInput {
  private static final float SHORT_SIDE = 256;

  private JpegInput() {}

  /** From a placeholder named {@code image_bytes}: shape (1, 224, 224, 3). */
  static Operand<TFloat32> features(Ops tf) {
    Operand<TString> bytes =
        tf.withName("image_bytes").placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    // The accurate transform is what image libraries outside TensorFlow take.
    Operand<TUint8> pixels =
        tf.image.decodeJpeg(
            tf.reshape(bytes, tf.constant(new int[0])),
            DecodeJpeg.channels(3L),
            DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
    Operand<TInt32> size =
        tf.slice(tf.shape(pixels), tf.constant(new int[] {0}), tf.constant(new int[] {2}));
    Operand<TFloat32> sides = tf.dtypes.cast(size, TFloat32.class);
    Operand<TFloat32> ratio = tf.math.div(tf.constant(SHORT_SIDE), tf.min(sides, tf.constant(0)));
    Operand<TInt32> resizedSize = tf.dtypes.cast(tf.math.mul(sides, ratio), TInt32.class);
    Operand<TFloat32> resized =
        tf.image.resizeBilinear(
            tf.expandDims(pixels, tf.constant(0)), resizedSize, ResizeBilinear.alignCorners(false));
    Operand<TInt32> corner =
        tf.math.div(tf.math.sub(resizedSize, tf.constant(ImageShape.SIDE)), tf.constant(2));
    Operand<TFloat32> cropped =
        tf.slice(
            resized,
            tf.concat(
                List.of(tf.constant(new int[] {0}), corner, tf.constant(new int[] {0})),
                tf.constant(0)),
            tf.constant(new int[] {1, ImageShape.SIDE, ImageShape.SIDE, 3}));
    return ImageShape.centred(tf, cropped);
  }
}
