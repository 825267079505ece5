package org.predictbench.modelserver.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** Models of images, small enough for thousands of calls. */
final class ImageModels {
  private ImageModels() {}

  /** One JPEG's mean value, from its bytes. */
  static void jpegMean(Path basePath, long version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var bytes = tf.withName("image_bytes").placeholder(TString.class);
      var pixels =
          tf.image.decodeJpeg(tf.reshape(bytes, tf.constant(new int[0])), DecodeJpeg.channels(3L));
      writeMean(basePath, version, graph, pixels, "image_bytes", DataType.DT_STRING, -1);
    }
  }

  /** The mean of a batch of pixels. */
  static void pixelMean(Path basePath, long version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var pixels = tf.withName("pixels").placeholder(TUint8.class);
      writeMean(basePath, version, graph, pixels, "pixels", DataType.DT_UINT8, -1, 16, 16, 3);
    }
  }

  private static void writeMean(
      Path basePath,
      long version,
      Graph graph,
      Operand<? extends TNumber> pixels,
      String input,
      DataType type,
      long... shape)
      throws IOException {
    Ops tf = Ops.create(graph);
    var values = tf.reshape(tf.dtypes.cast(pixels, TFloat32.class), tf.constant(new int[] {-1}));
    tf.withName("mean").math.mean(values, tf.constant(0));
    Map<String, TensorInfo> inputs = Map.of(input, Models.info(input + ":0", type, shape));
    Map<String, TensorInfo> outputs = Map.of("mean", Models.info("mean:0", DataType.DT_FLOAT));
    Models.write(
        basePath,
        version,
        graph,
        "",
        Map.of("serving_default", Models.signature(Models.PREDICT, inputs, outputs)));
  }
}
