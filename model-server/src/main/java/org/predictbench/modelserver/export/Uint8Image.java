package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.predictbench.serving.full.tensorflow.DataType;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * {@link ResNet50V2} for images as they come out of a decoder: a quarter of the bytes on the wire.
 * Its weights are the same, so that it answers what ResNet answers for the normalised image.
 */
final class Uint8Image {
  private static final int WARM_UPS = 3;

  private Uint8Image() {}

  static void writeTo(Path version) throws IOException {
    ResNet50V2.writeTo(version, Uint8Image::features, Signatures.uint8ImageClassifier());
    WarmUpRequests.write(
        version,
        Collections.nCopies(
            WARM_UPS,
            WarmUpRequests.of(Signatures.DEFAULT)
                .putInputs(
                    "pixels",
                    WarmUpRequests.tensor(DataType.DT_UINT8, 1, ImageShape.SIDE, ImageShape.SIDE, 3)
                        .build())
                .build()));
  }

  /**
   * From a placeholder named {@code pixels}: [batch, 224, 224, 3], each channel's mean taken off.
   */
  private static Operand<TFloat32> features(Ops tf) {
    Operand<TUint8> pixels =
        tf.withName("pixels")
            .placeholder(
                TUint8.class, Placeholder.shape(Shape.of(-1, ImageShape.SIDE, ImageShape.SIDE, 3)));
    return ImageShape.centred(tf, tf.dtypes.cast(pixels, TFloat32.class));
  }
}
