package org.predictbench.modelserver.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

class PixelImageTest {
  private static final Shape IMAGE = Shape.of(1, 224, 224, 3);
  private static final float[] MEANS = {123.68f, 116.78f, 103.94f};

  /** A half holds every whole number up to 2048, so that no pixel changes. */
  @Test
  void pixelsOfEitherTypeBecomeTheSameFeatures() {
    byte[] bytes = new byte[(int) IMAGE.size()];
    float[] numbers = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i / 3);
      numbers[i] = Byte.toUnsignedInt(bytes[i]);
    }
    try (TUint8 whole = TUint8.tensorOf(IMAGE, DataBuffers.of(bytes, true, false));
        TFloat16 half = TFloat16.tensorOf(IMAGE, DataBuffers.of(numbers, true, false))) {
      float[] features = features(PixelImage.UINT8, whole);

      assertThat(features(PixelImage.HALF, half)).isEqualTo(features);
      for (int i = 0; i < features.length; i++) {
        assertThat(features[i]).isCloseTo(numbers[i] - MEANS[i % 3], within(1e-4f));
      }
    }
  }

  private static float[] features(PixelImage kind, Tensor pixels) {
    try (Graph graph = new Graph()) {
      Operand<TFloat32> features = kind.features(Ops.create(graph));
      try (Session session = new Session(graph);
          Result result =
              session.runner().feed("pixels", pixels).fetch(features.asOutput()).run()) {
        float[] values = new float[(int) IMAGE.size()];
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values));
        return values;
      }
    }
  }
}
