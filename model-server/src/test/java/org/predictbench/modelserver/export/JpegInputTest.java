package org.predictbench.modelserver.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

class JpegInputTest {
  private static final int COLOUR = 0x6496C8;

  /** A wide image and a high one: white stripes outside the central square of the short side. */
  @Test
  void keepsTheCentreAndSubtractsTheMeans() throws Exception {
    for (int[] size : new int[][] {{300, 500}, {500, 300}, {256, 256}}) {
      int stripe = Math.abs(size[0] - size[1]) / 2;
      float[] features = features(jpeg(size[0], size[1], stripe));
      assertThat(features).hasSize(224 * 224 * 3);
      for (int pixel = 0; pixel < features.length; pixel += 3) {
        assertThat(features[pixel]).isCloseTo(0x64 - 123.68f, within(2f));
        assertThat(features[pixel + 1]).isCloseTo(0x96 - 116.78f, within(2f));
        assertThat(features[pixel + 2]).isCloseTo(0xC8 - 103.94f, within(2f));
      }
    }
  }

  /** One colour, and white in that many rows or columns at either end of the long side. */
  static byte[] jpeg(int height, int width, int stripe) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int along = width > height ? x : y;
        int end = Math.max(width, height) - stripe;
        image.setRGB(x, y, along < stripe || along >= end ? 0xFFFFFF : COLOUR);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }

  private static float[] features(byte[] jpeg) {
    try (Graph graph = new Graph();
        TString input = TString.tensorOfBytes(NdArrays.vectorOfObjects(jpeg))) {
      Operand<TFloat32> features = JpegInput.features(Ops.create(graph));
      try (Session session = new Session(graph);
          Result result =
              session.runner().feed("image_bytes", input).fetch(features.asOutput()).run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        assertThat(tensor.shape()).isEqualTo(Shape.of(1, 224, 224, 3));
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
      }
    }
  }
}
