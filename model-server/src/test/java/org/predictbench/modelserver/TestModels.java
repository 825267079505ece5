package org.predictbench.modelserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/** SavedModels small enough to be written for each test. */
final class TestModels {
  private TestModels() {}

  /** TensorFlow Serving's own test model, y = x / 2 + 2, as version {@code version}. */
  static Path halfPlusTwo(Path basePath, String version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.withName("x").placeholder(TFloat32.class);
      tf.withName("y").math.add(tf.math.mul(x, tf.constant(0.5f)), tf.constant(2f));
      // Declares [-1, 1]; TensorFlow Serving does not hold a request to it.
      TensorShapeProto shape = TensorShapeProto.newBuilder().addDim(dim(-1)).addDim(dim(1)).build();
      SignatureDef signature =
          SignatureDef.newBuilder()
              .putInputs("x", info("x:0", shape))
              .putOutputs("y", info("y:0", shape))
              .setMethodName("tensorflow/serving/predict")
              .build();
      MetaGraphDef metaGraph =
          MetaGraphDef.newBuilder()
              .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
              .setGraphDef(graph.toGraphDef())
              .putSignatureDef("serving_default", signature)
              .build();
      Path directory = Files.createDirectories(basePath.resolve(version));
      try (OutputStream out = Files.newOutputStream(directory.resolve("saved_model.pb"))) {
        SavedModel.newBuilder().addMetaGraphs(metaGraph).build().writeTo(out);
      }
    }
    return basePath;
  }

  private static TensorInfo info(String name, TensorShapeProto shape) {
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape)
        .build();
  }

  private static TensorShapeProto.Dim dim(long size) {
    return TensorShapeProto.Dim.newBuilder().setSize(size).build();
  }
}
