package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.predictbench.serving.full.tensorflow.DataType;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * {@link ResNet50V2} for images as they come out of a decoder, by whole numbers from 0 to 255. Its
 * weights are the same, so that it answers what ResNet answers for the normalised image.
 */
enum PixelImage {
  /** A quarter of the bytes on the wire. */
  UINT8(TUint8.class, DataType.DT_UINT8),
  /** Half of the bytes on the wire. */
  HALF(TFloat16.class, DataType.DT_HALF);

  private static final int WARM_UPS = 3;

  private final Class<? extends TNumber> type;
  private final DataType dtype;

  PixelImage(Class<? extends TNumber> type, DataType dtype) {
    this.type = type;
    this.dtype = dtype;
  }

  void writeTo(Path version) throws IOException {
    ResNet50V2.writeTo(
        version,
        this::features,
        Signatures.pixelClassifier(org.tensorflow.proto.DataType.forNumber(dtype.getNumber())));
    WarmUpRequests.write(
        version,
        Collections.nCopies(
            WARM_UPS,
            WarmUpRequests.of(Signatures.DEFAULT)
                .putInputs(
                    "pixels",
                    WarmUpRequests.tensor(dtype, 1, ImageShape.SIDE, ImageShape.SIDE, 3).build())
                .build()));
  }

  /**
   * From a placeholder named {@code pixels}: [batch, 224, 224, 3], each channel's mean taken off.
   */
  Operand<TFloat32> features(Ops tf) {
    Operand<? extends TNumber> pixels =
        tf.withName("pixels")
            .placeholder(
                type, Placeholder.shape(Shape.of(-1, ImageShape.SIDE, ImageShape.SIDE, 3)));
    return ImageShape.centred(tf, tf.dtypes.cast(pixels, TFloat32.class));
  }
}
